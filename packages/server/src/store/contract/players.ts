import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Xuid, xuid } from '@laurel/domain';
import type { Player } from '../store.ts';
import { alice, bob, carol, later, noon } from './sample-decisions.ts';
import { type NewPlace, sharedStore } from './store-place.ts';

/** A player with everything set. */
function samplePlayer(id: Xuid, part: Partial<Player> = {}): Player {
  return {
    xuid: id,
    gamertag: `Player ${id}`,
    issuer: 'https://id.example',
    subject: `subject-${id}`,
    locale: 'de-AT',
    ageGroup: 'Teen',
    sandboxes: ['RETAIL', 'ACME.7'],
    pictureUrl: 'https://images.example/1.png',
    privacy: { AllowUserViewAchievements: 'FriendsOnly' },
    createdAt: noon,
    ...part,
  };
}

const bare: Partial<Player> = { locale: null, sandboxes: [], pictureUrl: null, privacy: {} };

/** Players and their settings: `PlayerStore`, lists aside. */
export function playersContract(newPlace: NewPlace): void {
  describe('players', () => {
    const store = sharedStore(newPlace);
    testReading(store);
    testCreating(store);
    testUpdating(store);
  });
}

type GetStore = ReturnType<typeof sharedStore>;

function testReading(store: GetStore): void {
  test('a player nobody knows is found in no way', async () => {
    const { players } = store();
    assert.equal(await players.byXuid(alice), undefined);
    assert.equal(await players.byGamertag('Player'), undefined);
    assert.equal(await players.byIdentity({ issuer: 'laurel', subject: '1' }), undefined);
    assert.deepEqual(await players.byXuids([alice, bob]), []);
    assert.deepEqual(await players.list({ after: null, limit: 10 }), []);
  });

  for (const [what, part] of [
    ['everything', {}],
    ['nothing optional', bare],
  ] as const) {
    test(`a player with ${what} set is read back as they were created`, async () => {
      const { players } = store();
      const player = samplePlayer(alice, part);
      assert.equal(await players.create(player), true);
      const { issuer, subject, gamertag } = player;
      assert.deepEqual(await players.byXuid(alice), player);
      assert.deepEqual(await players.byGamertag(gamertag.toUpperCase()), player);
      assert.deepEqual(await players.byIdentity({ issuer, subject }), player);
    });
  }

  test('several players come in the order asked, the unknown left out', async () => {
    const { players } = store();
    for (const id of [alice, bob]) await players.create(samplePlayer(id));
    const found = await players.byXuids([bob, carol, alice]);
    assert.deepEqual(
      found.map((player) => player.xuid),
      [bob, alice],
    );
  });

  test('all players come in pages by xuid as text, each once', async () => {
    const { players } = store();
    const ids = ['9', '10', '2533274800000001', '18446744073709551615', '1'].map(xuid);
    for (const id of ids) await players.create(samplePlayer(id));
    const found: Xuid[] = [];
    for (let after: Xuid | null = null; ; after = found.at(-1) ?? null) {
      const page = await players.list({ after, limit: 2 });
      if (page.length === 0) break;
      assert.ok(page.length <= 2);
      found.push(...page.map((player) => player.xuid));
    }
    assert.deepEqual(found, ids.toSorted());
  });
}

function testCreating(store: GetStore): void {
  const known = samplePlayer(alice, { gamertag: 'Ämber' });
  const taken: readonly (readonly [string, Player])[] = [
    ['xuid', samplePlayer(alice)],
    ['gamertag', samplePlayer(bob, { gamertag: 'Ämber' })],
    ['gamertag in another case', samplePlayer(bob, { gamertag: 'äMBER' })],
    ['identity', samplePlayer(bob, { issuer: known.issuer, subject: known.subject })],
  ];
  for (const [what, player] of taken) {
    test(`a player whose ${what} is taken is not created`, async () => {
      const { players } = store();
      await players.create(known);
      assert.equal(await players.create(player), false);
      assert.deepEqual(await players.list({ after: null, limit: 10 }), [known]);
    });
  }

  test('one subject of two issuers is two players', async () => {
    const { players } = store();
    await players.create(known);
    const other = samplePlayer(bob, { issuer: 'https://other.example', subject: known.subject });
    assert.equal(await players.create(other), true);
  });

  test('of two who take one gamertag at once one gets it', async () => {
    const { players } = store();
    const created = await Promise.all(
      [alice, bob].map((id) => players.create(samplePlayer(id, { gamertag: 'Ember' }))),
    );
    assert.equal(created.filter((isCreated) => isCreated).length, 1);
    assert.equal((await players.byGamertag('ember'))?.xuid, created[0] ? alice : bob);
  });
}

function testUpdating(store: GetStore): void {
  test('an update replaces everything but the xuid and the identity', async () => {
    const { players } = store();
    const before = samplePlayer(alice);
    await players.create(before);
    const changed = samplePlayer(alice, {
      ...bare,
      gamertag: 'Another',
      issuer: 'https://other.example',
      subject: 'other',
      ageGroup: 'Child',
      createdAt: later,
    });
    assert.equal(await players.update(changed), true);
    const { issuer, subject } = before;
    assert.deepEqual(await players.byXuid(alice), { ...changed, issuer, subject });
    assert.equal(await players.byGamertag(before.gamertag), undefined);
    assert.equal((await players.byGamertag('another'))?.xuid, alice);
  });

  test('a player may change the case of their own gamertag', async () => {
    const { players } = store();
    await players.create(samplePlayer(alice, { gamertag: 'Ember' }));
    assert.equal(await players.update(samplePlayer(alice, { gamertag: 'EMBER' })), true);
    assert.equal((await players.byXuid(alice))?.gamertag, 'EMBER');
  });

  test("another's gamertag is not taken, in any case", async () => {
    const { players } = store();
    await players.create(samplePlayer(alice, { gamertag: 'Ember' }));
    await players.create(samplePlayer(bob));
    assert.equal(await players.update(samplePlayer(bob, { gamertag: 'eMBER' })), false);
    assert.deepEqual(await players.byXuid(bob), samplePlayer(bob));
  });

  test('a player nobody knows is not updated', async () => {
    const { players } = store();
    assert.equal(await players.update(samplePlayer(alice)), false);
    assert.equal(await players.byXuid(alice), undefined);
  });
}
