import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import type { WireAnswer } from '../exchange.ts';
import { writeAnswer, writeCut } from './answer-bytes.ts';

const framing = { isHead: false, closes: false, keepAliveSeconds: 60 };

/** What a client reads of what is written to its connection, which is ended then. */
async function read(write: (socket: Socket) => void): Promise<Buffer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = connect(port, '127.0.0.1').pause();
  const [socket] = (await once(server, 'connection')) as [Socket];
  write(socket);
  socket.end();
  const pieces: Buffer[] = [];
  for await (const piece of client) pieces.push(piece as Buffer);
  server.close();
  return Buffer.concat(pieces);
}

/** What a client reads of one answer, its head in lines. */
async function parts(answer: WireAnswer, { isHead = false } = {}) {
  const bytes = await read((socket) => writeAnswer(socket, answer, { ...framing, isHead }));
  const end = bytes.indexOf('\r\n\r\n');
  const lines = bytes.toString('latin1', 0, end).split('\r\n');
  const length = lines.find((line) => line.startsWith('content-length: '))?.slice(16);
  return { lines, length, body: bytes.subarray(end + 4).toString() };
}

const texts: readonly [string, string][] = [
  ['no character', ''],
  ['few characters', '{"a":1}'],
  ['characters of several bytes', '{"name":"Größe 名前 🎮"}'],
  ['as many of three bytes as are short', '名'.repeat(2048)],
  ['one character more', '名'.repeat(2049)],
  ['many characters', 'x'.repeat(300_000)],
];

describe('an answer is sent with its length', () => {
  for (const [what, text] of texts) {
    test(`of a text of ${what}`, async () => {
      const { lines, length, body } = await parts({ status: 200, headers: {}, body: text });
      assert.equal(lines[0], 'HTTP/1.1 200 OK');
      assert.equal(body === text, true);
      assert.equal(length, String(Buffer.byteLength(text)));
    });

    test(`of bytes of ${what}, whatever room is before them`, async () => {
      for (const headRoom of [undefined, 0, 10, 3000]) {
        const room = Buffer.from(`${'.'.repeat(headRoom ?? 0)}${text}`);
        const body = room.subarray(headRoom ?? 0);
        const answer = { status: 200, headers: {}, body, headRoom } as WireAnswer;
        const read = await parts(answer);
        assert.equal(read.body === text, true);
        assert.equal(read.length, String(body.length));
      }
    });
  }

  test('without a body', async () => {
    const { length, body } = await parts({ status: 404, headers: {} });
    assert.deepEqual([length, body], ['0', '']);
  });

  test('to HEAD, and then nothing else', async () => {
    const { length, body } = await parts({ status: 200, headers: {}, body: 'é' }, { isHead: true });
    assert.deepEqual([length, body], ['2', '']);
  });

  test('unless its status has none', async () => {
    for (const status of [204, 304]) {
      const { length, body } = await parts({ status, headers: {}, body: 'x' });
      assert.deepEqual([length, body], [undefined, '']);
    }
  });

  test('behind headers of any length', async () => {
    const location = `/${'x'.repeat(5000)}`;
    for (const body of ['é', Buffer.from('é'), undefined]) {
      const answer = { status: 307, headers: { location }, ...(body !== undefined && { body }) };
      const read = await parts(answer);
      assert.ok(read.lines.includes(`location: ${location}`));
      assert.equal(read.body, body === undefined ? '' : 'é');
    }
  });
});

test('answers that a client reads late are as they were when they were sent', async () => {
  const bodies = Array.from({ length: 20_000 }, (_, at) => `${at} ${'.'.repeat(at % 2000)}`);
  const bytes = await read((socket) => {
    for (const body of bodies) writeAnswer(socket, { status: 200, headers: {}, body }, framing);
    assert.ok(socket.writableLength > 0, 'the system did not take all at once');
  });
  const [, ...answers] = bytes.toString().split('HTTP/1.1 200 OK');
  const received = answers.map((answer) => answer.slice(answer.indexOf('\r\n\r\n') + 4));
  assert.equal(received.length, bodies.length);
  assert.equal(
    received.findIndex((body, at) => body !== bodies[at]),
    -1,
  );
});

test('a cut answer tells its whole length and ends the connection', async () => {
  const bytes = await read((socket) => {
    writeCut(socket, { status: 200, headers: {}, body: 'élan' }, 3);
  });
  const [head = '', body] = bytes.toString().split('\r\n\r\n');
  assert.match(head, /connection: close\r\ncontent-length: 5$/);
  assert.equal(body, 'él');
});
