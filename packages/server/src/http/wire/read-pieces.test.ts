import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readPieces } from './read-pieces.ts';

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });

/** Two ends of a connection, of which `take` is told what the served one is sent. */
async function pair(
  take: (bytes: Buffer, served: Socket) => void,
): Promise<readonly [client: Socket, served: Socket]> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [accepted] = (await once(server, 'connection')) as [Socket];
  const served = readPieces(accepted, (bytes) => take(bytes, served));
  return [client, served];
}

/** Bytes of which every four are others. */
function numbers(count: number): Buffer {
  const bytes = Buffer.alloc(count * 4);
  for (let n = 0; n < count; n += 1) bytes.writeUInt32BE(n, n * 4);
  return bytes;
}

describe('pieces that arrive', () => {
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => server.close());

  test('are taken whole and in order, and then the end', async () => {
    const pieces: Buffer[] = [];
    const [client, served] = await pair((bytes) => pieces.push(bytes));
    const sent = numbers(500_000);
    client.end(sent);
    await once(served, 'end');
    assert.equal(Buffer.compare(Buffer.concat(pieces), sent), 0);
    served.end();
  });

  test('stay in order however often the socket rests, and its sender is held up', async () => {
    const pieces: Buffer[] = [];
    let rests = 0;
    const [client, served] = await pair((bytes, socket) => {
      pieces.push(bytes);
      if (pieces.length % 3 !== 0) return;
      rests += 1;
      socket.pause();
      void setTimeout(rests % 4).then(() => socket.resume());
    });
    const sent = numbers(2_000_000);
    client.end(sent);
    await once(served, 'end');
    assert.equal(Buffer.compare(Buffer.concat(pieces), sent), 0);
    assert.ok(rests > 10, `it rested ${rests} times`);
    served.end();
  });

  test('are not taken while the socket rests', async () => {
    let taken = 0;
    const [client, served] = await pair((bytes, socket) => {
      taken += bytes.length;
      socket.pause();
    });
    client.write('first');
    while (taken === 0) await setTimeout(1);
    client.write('second');
    await setTimeout(50);
    assert.equal(taken, 5);
    served.resume();
    while (taken === 5) await setTimeout(1);
    assert.equal(taken, 11);
    client.destroy();
    served.destroy();
  });

  test('of several sockets are kept apart, and stay as they came', async () => {
    const taken = new Map<Socket, Buffer[]>();
    const keep = (bytes: Buffer, socket: Socket) =>
      taken.set(socket, [...(taken.get(socket) ?? []), bytes]);
    const pairs = [await pair(keep), await pair(keep), await pair(keep)];
    for (let piece = 0; piece < 50; piece += 1) {
      for (const [at, [client]] of pairs.entries()) client.write(`${at}:${piece} `);
      await setTimeout(1);
    }
    for (const [client] of pairs) client.end();
    await Promise.all(pairs.map(([, served]) => once(served, 'end')));
    const texts = pairs.map(([, served]) => Buffer.concat(taken.get(served) ?? []).toString());
    const sent = [0, 1, 2].map((at) =>
      Array.from({ length: 50 }, (_, n) => `${at}:${n} `).join(''),
    );
    assert.deepEqual(texts.sort(), sent);
    for (const [, served] of pairs) served.end();
  });

  test('come by a buffer of our own: this version of Node still lets a connection be taken over', async () => {
    const [accepted, client] = await Promise.all([
      once(server, 'connection').then(([socket]) => socket as Socket),
      connect((server.address() as AddressInfo).port, '127.0.0.1'),
    ]);
    const served = readPieces(accepted, () => {});
    assert.notEqual(served, accepted);
    assert.equal(served.remotePort, client.localPort);
    client.end();
    served.resume().end();
    await once(served, 'close');
  });

  test('of what is no plain socket are taken too', async () => {
    const [client, served] = duplexPair();
    const pieces: string[] = [];
    const socket = readPieces(served as Socket, (bytes) => pieces.push(bytes.toString()));
    client.end('all there is');
    await once(socket, 'end');
    assert.deepEqual(pieces, ['all there is']);
  });

  test('do not keep a server from closing when their connections have ended', async () => {
    const own = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    own.listen(0, '127.0.0.1');
    await once(own, 'listening');
    const client = connect((own.address() as AddressInfo).port, '127.0.0.1');
    const [accepted] = (await once(own, 'connection')) as [Socket];
    const served = readPieces(accepted, () => {});
    assert.equal(await promisify(own.getConnections.bind(own))(), 1);
    const closed = once(own, 'close');
    own.close();
    client.end();
    served.resume().end();
    await closed;
  });
});
