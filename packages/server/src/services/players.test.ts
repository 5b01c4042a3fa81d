import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type Xuid, xuid } from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createPlayers, drawXuid, type Players } from './players.ts';
import { refused } from './refused.ts';
import { createRelations, type Relations, relationsMax } from './relations.ts';
import { alice, bob, carol, nobody, noon, samplePlayer } from './sample-world.ts';

const clock = createTestClock(noon);
let store: FakeStore;

beforeEach(() => {
  store = createFakeStore([alice, bob].map((id) => samplePlayer(id)));
});

describe('players', () => {
  function playersDrawing(...xuids: readonly Xuid[]): Players {
    const left = [...xuids];
    return createPlayers({ store, clock, draw: () => left.shift() ?? alice });
  }

  test('a new player is an adult of RETAIL whom nobody vouches for', async () => {
    const player = await playersDrawing(carol).create({ gamertag: 'Stranger' });
    assert.deepEqual(player, {
      ...samplePlayer(carol),
      gamertag: 'Stranger',
      issuer: 'laurel',
      subject: carol,
    });
    assert.equal(await playersDrawing().exists(carol), true);
  });

  test('an xuid that is taken is drawn again', async () => {
    const player = await playersDrawing(alice, bob, carol).create({ gamertag: 'Stranger' });
    assert.equal(player.xuid, carol);
  });

  test('a drawn xuid is one', () => {
    assert.match(drawXuid(), /^2535[0-9]{12}$/);
  });

  test('a gamertag that is taken is refused, in any case', async () => {
    const created = playersDrawing(carol).create({ gamertag: 'PLAYER1' });
    await assert.rejects(created, refused('Conflict', /PLAYER1/));
  });

  test('a change leaves the rest as it was', async () => {
    const changed = await playersDrawing().change(alice, { locale: 'fr-FR' });
    assert.deepEqual(changed, samplePlayer(alice, { locale: 'fr-FR' }));
  });

  test("another's gamertag cannot be taken", async () => {
    const changed = playersDrawing().change(alice, { gamertag: 'player2' });
    await assert.rejects(changed, refused('Conflict'));
  });

  test('a player nobody knows is unknown', async () => {
    await assert.rejects(playersDrawing().get(nobody), refused('UnknownPlayer'));
    await assert.rejects(playersDrawing().change(nobody, {}), refused('UnknownPlayer'));
    assert.equal(await playersDrawing().exists(nobody), false);
  });
});

describe('relations', () => {
  let relations: Relations;
  const entry = { xuid: alice, kind: 'People', other: bob } as const;

  beforeEach(() => {
    relations = createRelations({ store, clock });
  });

  test('an entry is added, found and taken off', async () => {
    const added = await relations.put(entry, {});
    assert.deepEqual(added, { other: bob, isFavorite: false, since: noon });
    assert.deepEqual(await relations.get(entry), added);
    await relations.remove(entry);
    await assert.rejects(relations.get(entry), refused('UnknownEntity'));
  });

  test('an entry that is changed keeps when it was added', async () => {
    await relations.put(entry, { isFavorite: true });
    const later = createRelations({ store, clock: createTestClock() });
    const changed = await later.put(entry, {});
    assert.deepEqual(changed, { other: bob, isFavorite: true, since: noon });
  });

  test('taking off who is not on it does nothing', async () => {
    await relations.remove(entry);
    assert.deepEqual(await relations.list(entry), []);
  });

  test('nobody is on their own list', async () => {
    await assert.rejects(relations.put({ ...entry, other: alice }, {}), refused('InvalidRequest'));
  });

  test('players nobody knows are not on lists', async () => {
    await assert.rejects(relations.put({ ...entry, other: nobody }, {}), refused('UnknownPlayer'));
    await assert.rejects(relations.list({ ...entry, xuid: nobody }), refused('UnknownPlayer'));
  });

  test('a full list takes nobody, but changes who is on it', async () => {
    const kind = 'Mute';
    for (let index = 0; index < relationsMax[kind]; index += 1) {
      const other = index === 0 ? bob : xuid(String(1000 + index));
      await store.players.addRelation(
        { xuid: alice, kind },
        { other, isFavorite: false, since: noon },
      );
    }
    await store.players.create(samplePlayer(carol));
    const full = relations.put({ xuid: alice, kind, other: carol }, {});
    await assert.rejects(full, refused('LimitReached', /250/));
    await relations.put({ xuid: alice, kind, other: bob }, { isFavorite: true });
  });
});
