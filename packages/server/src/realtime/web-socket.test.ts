import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { alice } from '../services/sample-world.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { clientFrame } from './client-frames.ts';
import { opcodes } from './frame-bytes.ts';
import { progressEvent, SampleRealtime, unreadBytesMax, uris } from './sample-realtime.ts';
import { webSocketLimits } from './web-socket.ts';

let room: SampleRealtime;

beforeEach(async () => {
  room = await SampleRealtime.open(openSqliteStore);
});

afterEach(async () => {
  assert.deepEqual(room.failures, []);
  await room[Symbol.asyncDispose]();
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
    assert.deepEqual(client.heard(), [[4], [3, id, progressEvent(['2', 60])]]);
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
