import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { achievementId, retail, titleId } from '@laurel/domain';
import { alice, bob, callerOf, carol, noon, samplePlayer } from '../services/sample-world.ts';
import { newsMs } from './announcer.ts';
import { clientFrame } from './client-frames.ts';
import { opcodes } from './frame-bytes.ts';
import { kiln, SampleRealtime, settled, unreadBytesMax, uris } from './sample-realtime.ts';
import { webSocketLimits } from './web-socket.ts';

let room: SampleRealtime;

beforeEach(async () => {
  room = await SampleRealtime.open();
});

afterEach(async () => {
  assert.deepEqual(room.failures, []);
  await room[Symbol.asyncDispose]();
});

/** The event of progress, as far as it differs. */
function progress(...standings: readonly (readonly [string, number])[]) {
  return {
    serviceConfigId: kiln.scid,
    progression: standings.map(([id, percent]) => ({
      id,
      requirements: [
        {
          id: '00000000-0000-0000-0000-000000000000',
          current: String(percent),
          target: '100',
          operationType: 'Sum',
          valueType: 'Integer',
          ruleParticipationType: 'Individual',
        },
      ],
      progressState: percent === 100 ? 'Achieved' : 'InProgress',
      timeUnlocked: percent === 100 ? noon : '0001-01-01T00:00:00.0000000Z',
    })),
    contractVersion: 1,
  };
}

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
      [3, id, progress(['2', 40])],
      [3, id, progress(['2', 50])],
      [3, id, progress(['3', 100], ['2', 60])],
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

describe('a connection', () => {
  test('answers the last of several pings', () => {
    const client = room.connect();
    const pings = ['a', 'b'].map((payload) => clientFrame(opcodes.ping, payload));
    client.taken.receive(Buffer.concat(pings));
    assert.deepEqual(client.heard(), ['pong b']);
  });

  test('asks a quiet client whether it is there, and gives it up', () => {
    const client = room.connect();
    client.taken.sweep(webSocketLimits.pingEveryMs - 1);
    assert.deepEqual(client.heard(), []);
    client.taken.sweep(webSocketLimits.pingEveryMs);
    assert.deepEqual(client.heard(), ['ping']);
    client.taken.sweep(webSocketLimits.silenceMs);
    assert.equal(client.isDestroyed, true);
    assert.equal(room.live.counts().connections, 0);
  });

  test('stays while its client says anything', () => {
    const client = room.connect();
    for (let nowMs = 0; nowMs < 10 * webSocketLimits.silenceMs; nowMs += 20_000) {
      client.taken.sweep(nowMs);
      client.taken.receive(clientFrame(opcodes.pong, ''));
    }
    assert.equal(client.isDestroyed, false);
  });

  test('lives for two hours of the instance’s clock', () => {
    const client = room.connect();
    room.clock.advance(webSocketLimits.lifetimeMs - 1);
    client.taken.sweep(1);
    assert.deepEqual(client.heard(), []);
    room.clock.advance(1);
    client.taken.sweep(2);
    assert.deepEqual(client.heard(), [{ closed: 1001 }]);
  });

  test('says goodbye when the server drains or stops', () => {
    const [drained, stopped] = [room.connect(), room.connect()];
    room.isDraining = true;
    drained.taken.sweep(1);
    stopped.taken.finish();
    assert.deepEqual([drained.heard(), stopped.heard()], [[{ closed: 1001 }], [{ closed: 1001 }]]);
  });

  test('waits a while for the client’s goodbye, and ends', () => {
    const client = room.connect();
    client.taken.finish();
    client.taken.sweep(webSocketLimits.goodbyeMs - 1);
    assert.equal(client.isDestroyed, false);
    client.taken.sweep(webSocketLimits.goodbyeMs);
    assert.equal(client.isDestroyed, true);
  });

  test('returns a goodbye and hears nothing more', async () => {
    const client = room.connect();
    await client.subscribe(uris.progress(alice));
    client.taken.receive(clientFrame(opcodes.close, Buffer.from([3, 232])));
    assert.deepEqual(client.heard(), [{ closed: 1000 }]);
    assert.equal(client.isEnded, true);
    await room.report(alice, ['2', 40]);
    client.say([1, 1, uris.people(alice)]);
    assert.deepEqual(client.heard(), []);
    assert.equal(room.live.counts().subscriptions, 0);
  });

  test('is closed for frames that are none', () => {
    const client = room.connect();
    client.taken.receive(clientFrame(opcodes.text, 'x', { isMasked: false }));
    assert.deepEqual(client.heard(), [{ closed: 1002 }]);
  });

  test('lets messages by that are none, up to a limit', () => {
    const client = room.connect();
    for (let at = 0; at < 16; at += 1) client.say('{"not":"a message"}');
    client.say([2, 1, 9]);
    assert.deepEqual(client.heard(), [[2, 1, 1]]);
    client.say('x');
    assert.deepEqual(client.heard(), [{ closed: 1008 }]);
  });

  test('throttles who asks too fast, and ends who floods it', () => {
    const client = room.connect();
    for (let at = 0; at < 5_000; at += 1) client.say([2, 1, 9]);
    client.heard();
    client.say([1, 2, uris.people(alice)]);
    assert.deepEqual(client.heard(), [[1, 2, 1001, 0, null]]);
    for (let at = 0; at < 15_000; at += 1) client.say([2, 1, 9]);
    assert.deepEqual(client.heard().at(-1), { closed: 1008 });
  });
});

describe('a client that does not read', () => {
  test('is told nothing until it has read, and then to look again', async () => {
    const client = room.connect();
    const id = await client.subscribe(uris.progress(alice));
    client.writableLength = unreadBytesMax + 1;
    await room.report(alice, ['2', 40]);
    await room.report(alice, ['2', 50]);
    assert.deepEqual(client.heard(), []);
    assert.equal(room.live.counts().missed, 1);
    client.writableLength = 0;
    client.taken.drained();
    await room.report(alice, ['2', 60]);
    assert.deepEqual(client.heard(), [[4], [3, id, progress(['2', 60])]]);
  });

  test('is dropped when it takes too long, and the others are not', async () => {
    const [stuck, other] = [room.connect(), room.connect()];
    for (const client of [stuck, other]) await client.subscribe(uris.progress(alice));
    stuck.writableLength = unreadBytesMax + 1;
    await room.report(alice, ['2', 40]);
    for (const client of [stuck, other]) client.taken.sweep(webSocketLimits.catchUpMs - 1);
    assert.equal(stuck.isDestroyed, false);
    for (const client of [stuck, other]) client.taken.sweep(webSocketLimits.catchUpMs);
    assert.deepEqual([stuck.isDestroyed, other.isDestroyed], [true, false]);
    assert.equal(other.heard().length, 1);
    assert.deepEqual(room.live.counts(), {
      connections: 1,
      streams: 0,
      subscriptions: 1,
      dropped: 1,
      missed: 1,
    });
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
