import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { takePieces } from './take-pieces.ts';

const server = createServer({ allowHalfOpen: true });

/** Two ends of a connection. */
async function pair(): Promise<readonly [client: Socket, served: Socket]> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [served] = (await once(server, 'connection')) as [Socket];
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
    const [client, served] = await pair();
    const pieces: Buffer[] = [];
    takePieces(served, (bytes) => pieces.push(bytes));
    const sent = numbers(500_000);
    client.end(sent);
    await once(served, 'end');
    assert.equal(Buffer.compare(Buffer.concat(pieces), sent), 0);
    served.end();
  });

  test('stay in order however often the socket rests, and its sender is held up', async () => {
    const [client, served] = await pair();
    const pieces: Buffer[] = [];
    let rests = 0;
    takePieces(served, (bytes) => {
      pieces.push(bytes);
      if (pieces.length % 3 !== 0) return;
      rests += 1;
      served.pause();
      void setTimeout(rests % 4).then(() => served.resume());
    });
    const sent = numbers(2_000_000);
    client.end(sent);
    await once(served, 'end');
    assert.equal(Buffer.compare(Buffer.concat(pieces), sent), 0);
    assert.ok(rests > 10, `it rested ${rests} times`);
    served.end();
  });

  test('are not taken while the socket rests', async () => {
    const [client, served] = await pair();
    let taken = 0;
    takePieces(served, (bytes) => {
      taken += bytes.length;
      served.pause();
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
});
