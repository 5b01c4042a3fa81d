import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { duplexPair } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { BodyCutOff, BodyTooLarge, type WireAnswer, type WireRequest } from './exchange.ts';
import { type Listening, listen, transportLimits } from './listen.ts';
import { answer, answerEmpty } from './operation.ts';

const bodyBytesMax = 64;

/** Tells what it was asked; `/unread` leaves the body alone, `/empty` has none to give. */
async function echo(request: WireRequest): Promise<WireAnswer> {
  if (request.target === '/unread') return answer(200, { unread: true });
  if (request.target === '/empty') return answerEmpty(304);
  try {
    const body = await request.body(bodyBytesMax);
    return answer(200, { method: request.method, host: request.host, body: body.toString() });
  } catch (cause) {
    if (cause instanceof BodyTooLarge) return answer(413, {});
    if (cause instanceof BodyCutOff) return answer(408, {});
    throw cause;
  }
}

let server: Listening;
before(async () => {
  server = await listen({ answer: echo }, { host: '127.0.0.1', port: 0 });
});
after(() => server.close());

/**
 * Sends pieces as they are, each after the one before was seen to leave, and reads until the end.
 */
async function exchange(pieces: readonly string[], at = server): Promise<string> {
  const socket = connect(at.port, at.host);
  await once(socket, 'connect');
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
  });
  for (const piece of pieces) {
    await new Promise((resolve) => socket.write(piece, 'latin1', resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await once(socket, 'close');
  return received;
}

/** The bodies of the answers, in order. */
function bodiesOf(received: string): unknown[] {
  return [...received.matchAll(/\r\n\r\n(\{.*?\})(?=HTTP|$)/gs)].map(([, body]) =>
    JSON.parse(body ?? ''),
  );
}

const get = 'GET /a HTTP/1.1\r\nHost: One.Example:4000\r\n\r\n';
const post = 'POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody';
const last = 'GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

test('requests on one connection are answered in their order', async () => {
  const received = await exchange([get + post + last]);
  assert.deepEqual(bodiesOf(received), [
    { method: 'GET', host: 'one.example', body: '' },
    { method: 'POST', host: 'x', body: 'body' },
    { method: 'GET', host: 'x', body: '' },
  ]);
});

test('what an answer leaves for afterwards is done, also for the last one', async () => {
  const done: string[] = [];
  const answerer = {
    answer: ({ target }: WireRequest) => ({
      ...answer(200, {}),
      afterwards: () => done.push(target),
    }),
  };
  const place = await listen(answerer, { host: '127.0.0.1', port: 0 });
  await exchange([get, last], place);
  await place.close();
  assert.deepEqual(done, ['/a', '/b']);
});

test('it makes no difference how the bytes of a request arrive', async () => {
  const received = await exchange([...(post + last)]);
  assert.deepEqual(
    bodiesOf(received).map((body) => (body as { body: string }).body),
    ['body', ''],
  );
});

test('a client that ends its side at once has its request answered', async () => {
  const [client, accepted] = duplexPair();
  server.server.emit('connection', accepted);
  client.end(get);
  let received = '';
  for await (const bytes of client) received += bytes;
  assert.deepEqual(bodiesOf(received), [{ method: 'GET', host: 'one.example', body: '' }]);
});

test('a body in chunks is read, and the next request after it', async () => {
  const chunked =
    'POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n';
  const received = await exchange([chunked + last]);
  assert.equal((bodiesOf(received)[0] as { body: string }).body, 'body');
  assert.equal(bodiesOf(received).length, 2);
});

test('a client that waits for leave to send its body gets it', async () => {
  const head =
    'POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n';
  const received = await exchange([head, 'body']);
  assert.match(received, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
});

test('HEAD is answered like GET, without the body', async () => {
  const received = await exchange(['HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n']);
  assert.match(received, /content-length: \d\d\r\n\r\n$/);
});

test('a 304 has neither a body nor a length', async () => {
  const received = await exchange(['GET /empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n']);
  assert.match(received, /^HTTP\/1\.1 304 Not Modified\r\n/);
  assert.doesNotMatch(received, /content-length|\r\n\r\n./s);
});

test('a body that nobody reads does not become the next request', async () => {
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  const request = `POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n`;
  const received = await exchange([request + smuggled + last]);
  assert.equal(bodiesOf(received).length, 2);
  assert.doesNotMatch(received, /smuggled/);
});

test('a body that nobody reads and that has not arrived ends the connection', async () => {
  const received = await exchange([
    'POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nab',
  ]);
  assert.match(received, /connection: close/);
});

test('a body above the limit is refused before it has arrived, and the connection ends', async () => {
  const announced = await exchange(['POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 65\r\n\r\n']);
  assert.match(announced, /^HTTP\/1\.1 413 .*connection: close/s);
  const head = 'POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
  const chunked = await exchange([`${head}50\r\n${'a'.repeat(80)}\r\n`]);
  assert.match(chunked, /^HTTP\/1\.1 413 /);
});

test('what is no HTTP is refused in the shape of the protocol, and the connection ends', async () => {
  const received = await exchange(['\x16\x03\x01 hello\r\n\r\n']);
  assert.match(received, /^HTTP\/1\.1 400 Bad Request\r\n.*"source":"Progress"/s);
});

test('a head above the limit is refused', async () => {
  const received = await exchange([`GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(17_000)}`]);
  assert.match(received, /^HTTP\/1\.1 431 /);
});

test('a client that goes away in the middle of a body leaves nothing behind', async () => {
  const socket = connect(server.port, server.host);
  socket.write('POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nab');
  socket.destroy();
  assert.equal(bodiesOf(await exchange([last])).length, 1);
});

describe('with short deadlines', () => {
  const limits = { ...transportLimits, headTimeoutMs: 1, bodyTimeoutMs: 1, keepAliveMs: 1 };
  let hasty: Listening;
  before(async () => {
    hasty = await listen({ answer: echo }, { host: '127.0.0.1', port: 0 }, limits);
  });
  after(() => hasty.close());

  test('a head that does not arrive in time is answered 408', async () => {
    assert.match(await exchange(['GET / HTTP/1.1\r\n'], hasty), /^HTTP\/1\.1 408 Request Timeout/);
  });

  test('a body that does not arrive in time is answered 408', async () => {
    const pieces = ['POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbo'];
    assert.match(await exchange(pieces, hasty), /^HTTP\/1\.1 408 .*connection: close/s);
  });

  test('a connection that is idle for too long ends without a word', async () => {
    assert.equal(await exchange([], hasty), '');
  });
});

test('a stop finishes what was accepted and ends what is idle', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reached: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const slow = await listen(
    {
      async answer() {
        reached();
        await held;
        return answer(200, {});
      },
    },
    { host: '127.0.0.1', port: 0 },
  );
  const busy = exchange([get], slow);
  await arrived;
  const closed = slow.close();
  release();
  assert.match(await busy, /^HTTP\/1\.1 200 .*connection: close/s);
  await closed;
});
