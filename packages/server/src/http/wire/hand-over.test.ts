import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import type { Outgoing, TakenOver, WireAnswer, WireRequest } from '../exchange.ts';
import { type Listening, listen } from '../listen.ts';
import { answer } from '../operation.ts';

/** Says everything back, and notes what the edge tells it. */
class Echo implements TakenOver {
  readonly noted: string[] = [];
  readonly #outgoing: Outgoing;

  constructor(outgoing: Outgoing) {
    this.#outgoing = outgoing;
  }

  receive(bytes: Buffer): void {
    this.#outgoing.write(bytes);
  }

  drained(): void {
    this.noted.push('drained');
  }

  ended(): void {
    this.noted.push('ended');
    this.#outgoing.end();
  }

  closed(): void {
    this.noted.push('closed');
  }

  sweep(): void {
    if (!this.noted.includes('swept')) this.noted.push('swept');
  }

  finish(): void {
    this.noted.push('finished');
    this.#outgoing.end();
  }
}

let server: Listening;
let echoes: Echo[];

async function answerer({ target }: WireRequest): Promise<WireAnswer> {
  if (target !== '/echo') return answer(200, { plain: true });
  return {
    status: 101,
    headers: { upgrade: 'echo', connection: 'Upgrade' },
    takeOver(outgoing) {
      const echo = new Echo(outgoing);
      echoes.push(echo);
      return echo;
    },
  };
}

beforeEach(async () => {
  echoes = [];
  server = await listen({ answer: answerer }, { host: '127.0.0.1', port: 0 });
});

afterEach(() => server.close());

async function opened(text: string): Promise<{ socket: Socket; received: () => string }> {
  const socket = connect(server.port, server.host);
  await once(socket, 'connect');
  let all = '';
  socket.on('data', (bytes) => {
    all += bytes.toString('latin1');
  });
  socket.write(text, 'latin1');
  return { socket, received: () => all };
}

/** Waits until something is so; each arrival is a reason to look. */
async function until(socket: Socket, isSo: () => boolean): Promise<void> {
  while (!isSo()) await once(socket, 'data');
}

const upgrade = 'GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';

test('a connection that is taken over gets a head without a length, then what it says', async () => {
  const { socket, received } = await opened(upgrade);
  await until(socket, () => received().includes('\r\n\r\n'));
  assert.match(received(), /^HTTP\/1\.1 101 Switching Protocols\r\n/);
  assert.doesNotMatch(received(), /content-length|keep-alive/);
  socket.write('hello');
  await until(socket, () => received().endsWith('hello'));
  socket.destroy();
});

test('what came with the upgrade is received, and no request is read any more', async () => {
  const { socket, received } = await opened(`${upgrade}GET /plain HTTP/1.1\r\nHost: x\r\n\r\n`);
  await until(socket, () => received().endsWith('GET /plain HTTP/1.1\r\nHost: x\r\n\r\n'));
  socket.destroy();
});

test('requests before the upgrade are answered before it', async () => {
  const { socket, received } = await opened(`GET /plain HTTP/1.1\r\nHost: x\r\n\r\n${upgrade}`);
  await until(socket, () => received().includes('101 Switching'));
  assert.match(received(), /^HTTP\/1\.1 200 OK/);
  socket.destroy();
});

test('the end of either side is told', async () => {
  const { socket, received } = await opened(upgrade);
  await until(socket, () => received().includes('\r\n\r\n'));
  socket.end();
  await once(socket, 'close');
  assert.ok(echoes[0]?.noted.includes('ended'));
});

test('a server that stops lets whoever took over say goodbye', async () => {
  const { socket, received } = await opened(upgrade);
  await until(socket, () => received().includes('\r\n\r\n'));
  const ended = once(socket, 'end');
  const closed = server.close();
  await ended;
  await closed;
  assert.ok(echoes[0]?.noted.includes('finished'));
});

test('a HEAD is not handed over', async () => {
  const { socket, received } = await opened(upgrade.replace('GET', 'HEAD'));
  await until(socket, () => received().includes('\r\n\r\n'));
  assert.deepEqual(echoes, []);
  socket.destroy();
});
