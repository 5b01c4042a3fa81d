import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { achievementId, retail, titleId } from '@laurel/domain';
import { alice, bob, callerOf, carol, noon, samplePlayer } from '../services/sample-world.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { newsMs } from './announcer.ts';
import { kiln, progressEvent, SampleRealtime, settled, uris } from './sample-realtime.ts';

let room: SampleRealtime;

beforeEach(async () => {
  room = await SampleRealtime.open(openSqliteStore);
});

afterEach(async () => {
  assert.deepEqual(room.failures, []);
  await room[Symbol.asyncDispose]();
});

describe('who watches progress', () => {
  test('is told of each update once, in the order of the commits', async () => {
    const client = room.connect();
    const id = await client.subscribe(uris.progress(alice));
    await Promise.all([
      room.report(alice, ['2', 40]),
      room.report(alice, ['2', 50]),
      room.report(alice, ['3', 100], ['2', 60]),
    ]);
    assert.deepEqual(client.heard(), [
      [3, id, progressEvent(['2', 40])],
      [3, id, progressEvent(['2', 50])],
      [3, id, progressEvent(['3', 100], ['2', 60])],
    ]);
  });

  test('is not told what changed nothing, nor what was not committed', async () => {
    const client = room.connect();
    await client.subscribe(uris.progress(alice));
    await room.report(alice, ['2', 40]);
    client.heard();
    await room.report(alice, ['2', 40]);
    await assert.rejects(room.report(alice, ['2', 90], ['99', 1]));
    assert.deepEqual(client.heard(), []);
  });

  test('is told on each connection', async () => {
    const clients = [room.connect(), room.connect()];
    for (const client of clients) await client.subscribe(uris.progress(alice));
    await room.report(alice, ['2', 40]);
    assert.deepEqual(
      clients.map((client) => client.heard().length),
      [1, 1],
    );
  });

  test('is told once, however often they subscribed', async () => {
    const client = room.connect();
    const ids = [
      await client.subscribe(uris.progress(alice)),
      await client.subscribe(uris.progress(alice).toUpperCase()),
    ];
    assert.equal(ids[0], ids[1]);
    await room.report(alice, ['2', 40]);
    assert.equal(client.heard().length, 1);
  });

  test('hears nothing after the reply that ends it', async () => {
    const client = room.connect();
    const id = await client.subscribe(uris.progress(alice));
    client.say([2, 5, id]);
    await room.report(alice, ['2', 40]);
    assert.deepEqual(client.heard(), [[2, 5, 0]]);
  });

  test('has to look again after what no event can say', async () => {
    const client = room.connect();
    await client.subscribe(uris.progress(alice));
    await room.report(alice, ['2', 100]);
    client.heard();
    const subject = { xuid: alice, of: { sandbox: retail, scid: kiln.scid } };
    await room.support.revoke(subject, { achievementId: achievementId('2'), reason: 'test' });
    await settled();
    assert.deepEqual(client.heard(), [[4]]);
  });

  test('has to look again when everything was replaced', async () => {
    const client = room.connect();
    await client.subscribe(uris.progress(alice));
    await client.subscribe(uris.notify(alice));
    await room.store.clear();
    assert.deepEqual(client.heard(), [[4]]);
  });

  test('of another player is refused', async () => {
    const client = room.connect();
    client.say([1, 8, uris.progress(bob)]);
    client.say([1, 9, uris.notify(bob)]);
    assert.deepEqual(client.heard(), [
      [1, 8, 3, 0, null],
      [1, 9, 3, 0, null],
    ]);
  });

  test('is told to come again while the store does not answer', async () => {
    const client = room.connect();
    room.isAvailable = false;
    client.say([1, 9, uris.progress(alice)]);
    assert.deepEqual(client.heard(), [[1, 9, 1002, 0, null]]);
  });
});

describe('who watches a stat', () => {
  test('is told its value, then each new one', async () => {
    const client = room.connect();
    client.say([1, 4, uris.stat(alice, 'enemiesdefeated')]);
    await settled();
    const name = 'EnemiesDefeated';
    assert.deepEqual(client.heard(), [[1, 4, 0, 1, { name, type: 'Integer', value: null }]]);
    await room.recordStat(alice, '7');
    await room.recordStat(alice, '7');
    await room.recordStat(alice, '8');
    assert.deepEqual(client.heard(), [
      [3, 1, 7],
      [3, 1, 8],
    ]);
  });

  test('that is kept apart is told numbers as numbers', async () => {
    const client = room.connect();
    client.say([1, 4, uris.stat(alice, 'ENEMIESDEFEATED.Bow')]);
    await settled();
    const name = 'EnemiesDefeated.Bow';
    assert.deepEqual(client.heard(), [[1, 4, 0, 1, { name, type: 'Integer', value: null }]]);
    await room.recordStat(alice, '7', name);
    assert.deepEqual(client.heard(), [[3, 1, 7]]);
  });

  test('that an achievement counts on its own is told there is none', async () => {
    const client = room.connect();
    client.say([1, 4, uris.stat(alice, 'EnemiesDefeated@1')]);
    await settled();
    assert.deepEqual(client.heard(), [[1, 4, 1, 0, null]]);
  });

  test('of a player who hides is refused, of another it is not', async () => {
    const hides = samplePlayer(carol, { privacy: { ShareGameHistory: 'Blocked' } });
    await room.store.players.update(hides);
    const client = room.connect();
    client.say([1, 4, uris.stat(carol)]);
    client.say([1, 5, uris.stat(bob)]);
    await settled();
    const codes = client.heard().map((reply) => (reply as readonly unknown[])[2]);
    assert.deepEqual(codes, [3, 0]);
  });

  test('of a player who hides later is told nothing more', async () => {
    const client = room.connect();
    await client.subscribe(uris.stat(carol));
    await room.recordStat(carol, '7');
    const hides = samplePlayer(carol, { privacy: { ShareGameHistory: 'Blocked' } });
    await room.store.players.update(hides);
    await room.recordStat(carol, '8');
    await room.store.players.update(samplePlayer(carol));
    await room.recordStat(carol, '9');
    assert.deepEqual(client.heard(), [
      [3, 1, 7],
      [3, 1, 9],
    ]);
  });

  test('is answered in order with what comes behind', async () => {
    const client = room.connect();
    client.say([1, 4, uris.stat(alice)]);
    client.say([1, 5, uris.progress(alice)]);
    client.say([2, 6, 1]);
    await settled();
    const seqs = client.heard().map((reply) => (reply as readonly unknown[])[1]);
    assert.deepEqual(seqs, [4, 5, 6]);
  });
});

test('who watches people is told who came, changed and went', async () => {
  const client = room.connect();
  const id = await client.subscribe(uris.people(alice));
  const of = { xuid: alice, kind: 'People' } as const;
  const entry = { other: bob, isFavorite: false, since: noon };
  await room.store.players.addRelation(of, entry);
  await room.store.players.addRelation(of, { ...entry, isFavorite: true });
  await room.store.players.removeRelation({ ...of, other: bob });
  await room.store.players.addRelation({ ...of, kind: 'Mute' }, entry);
  const events = ['Added', 'Changed', 'Removed'].map((change) => [
    3,
    id,
    { NotificationType: change, Xuids: [bob] },
  ]);
  assert.deepEqual(client.heard(), events);
});

describe('an unlock', () => {
  /** Ids of what was announced. */
  function announced(client: ReturnType<SampleRealtime['connect']>): readonly unknown[] {
    return client.heard().flatMap((one) => {
      const told = Array.isArray(one) && one[0] === 3 ? (one[2] as { achievementId?: string }) : {};
      return told.achievementId ?? [];
    });
  }

  async function device(who = alice) {
    const client = room.connect(who);
    await client.subscribe(uris.notify(who));
    await room.settled();
    return client;
  }

  test('is announced once to each device that listens', async () => {
    const devices = [await device(), await device()];
    await room.report(alice, ['1', 100]);
    await room.report(alice, ['1', 100]);
    assert.deepEqual(devices.map(announced), [['1'], ['1']]);
  });

  test('is not announced again to a device that comes back, nor after a restart', async () => {
    const first = await device();
    await room.report(alice, ['1', 100]);
    assert.deepEqual(announced(first), ['1']);
    first.taken.closed();
    assert.deepEqual(announced(await device()), []);
    room.restart();
    assert.deepEqual(announced(await device()), []);
  });

  test('that nobody heard of is announced to the first device that comes, and to no other', async () => {
    await room.report(alice, ['1', 100], ['2', 100]);
    await room.report(alice, ['3', 40]);
    room.restart();
    assert.deepEqual(announced(await device()), ['1', '2']);
    assert.deepEqual(announced(await device()), []);
  });

  test('is found among much that is none', async () => {
    await room.report(alice, ['1', 100]);
    for (let percent = 1; percent <= 60; percent += 1) await room.report(alice, ['2', percent]);
    assert.deepEqual(announced(await device()), ['1']);
  });

  test('of long ago is no news', async () => {
    await room.report(alice, ['1', 100]);
    room.clock.advance(newsMs + 1000);
    assert.deepEqual(announced(await device()), []);
  });

  test('that support gave is not announced', async () => {
    const client = await device();
    const subject = { xuid: alice, of: { sandbox: retail, scid: kiln.scid } };
    await room.support.grant(subject, { achievementId: achievementId('2'), reason: 'test' });
    await room.settled();
    assert.deepEqual(announced(client), []);
  });

  test('has its percentage with a decimal point, and none where nobody has counted', async () => {
    const client = await device();
    await room.report(alice, ['1', 100]);
    await room.report(alice, ['2', 100]);
    const [counted = '', uncounted = ''] = client.frames().map(({ payload }) => payload.toString());
    assert.match(counted, /"rarityPercentage":5\.0,"rarityCategory":"Rare"/);
    assert.doesNotMatch(uncounted, /rarity/);
  });

  test('speaks the language of the registration', async () => {
    const registration = {
      owner: alice,
      endpointUri: '',
      titleId: kiln.titleId,
      systemId: 'device',
      locale: 'fr-FR,fr',
      platform: 'Win32',
      transport: 'RTA',
      wantsUnlocks: true,
    };
    await room.notifications.register(callerOf(alice), registration);
    const client = await device();
    await room.report(alice, ['1', 100]);
    assert.match(JSON.stringify(client.heard()), /Braise 1/);
    await room.notifications.register(callerOf(alice), { ...registration, wantsUnlocks: false });
    await room.report(alice, ['2', 100]);
    assert.deepEqual(client.heard(), []);
  });

  test('of another title is not for this device', async () => {
    const other = room.connect();
    await other.subscribe(uris.notify(alice).replace(/\d+$/, String(titleId(7))));
    await room.report(alice, ['1', 100]);
    assert.deepEqual(announced(other), []);
  });
});

test('whatever a client sends, the others are served', async () => {
  const client = room.connect();
  await client.subscribe(uris.progress(alice));
  const hostile = ['[', '[1,1,', '\u0000', `[1,1,"${'x'.repeat(5000)}"]`, '[2,9e99,1]', '[[[[]]]]'];
  for (const text of hostile) room.connect(bob).say(text);
  await room.report(alice, ['2', 40]);
  assert.equal(client.heard().length, 1);
});
