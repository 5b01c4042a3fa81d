import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { clientFrame, serverFrames } from './client-frames.ts';
import { closeFrame, opcodes, pongFrame, textFrame } from './frame-bytes.ts';
import { FrameReader, type Incoming, messageBytesMax } from './frame-reader.ts';

const { text, binary, continuation, close, ping, pong } = opcodes;

function read(...frames: readonly Buffer[]): readonly Incoming[] {
  return new FrameReader().take(Buffer.concat(frames));
}

/** What each came to, in few words. */
function outcome(incoming: readonly Incoming[]): readonly (string | number | null)[] {
  return incoming.map((one) => {
    if (one.kind === 'Message') return one.text;
    return one.kind === 'Fault' || one.kind === 'Close' ? one.code : one.kind;
  });
}

function closing(code: number, reason: Buffer | string = ''): Buffer {
  const payload = Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);
  return clientFrame(close, payload);
}

describe('frames of a client', () => {
  const cases: readonly [string, readonly Buffer[], readonly (string | number | null)[]][] = [
    ['a text is a message', [clientFrame(text, '[1]')], ['[1]']],
    ['a binary frame is one too', [clientFrame(binary, '[1]')], ['[1]']],
    ['an empty text is a message', [clientFrame(text, '')], ['']],
    ['several come in order', [clientFrame(text, 'a'), clientFrame(text, 'b')], ['a', 'b']],
    [
      'parts are put together, with a ping between them',
      [
        clientFrame(text, 'a', { isLast: false }),
        clientFrame(ping, 'x'),
        clientFrame(continuation, 'b', { isLast: false }),
        clientFrame(continuation, 'c'),
      ],
      ['Ping', 'abc'],
    ],
    ['a character may lie across parts', splitEuro(), ['€']],
    ['a pong is told', [clientFrame(pong, '')], ['Pong']],
    ['a goodbye needs no code', [clientFrame(close, '')], [null]],
    ['a goodbye has a code', [closing(1000, 'bye')], [1000]],
    ['a code of an application is one', [closing(4000)], [4000]],
    ['a long text is a message', [clientFrame(text, 'x'.repeat(8000))], ['x'.repeat(8000)]],
  ];
  for (const [promise, frames, expected] of cases) {
    test(promise, () => assert.deepEqual(outcome(read(...frames)), expected));
  }

  test('may arrive byte by byte', () => {
    const bytes = Buffer.concat([
      clientFrame(text, 'x'.repeat(300)),
      clientFrame(ping, ''),
      clientFrame(text, 'b'),
    ]);
    const reader = new FrameReader();
    const incoming = [...bytes].flatMap((byte) => reader.take(Buffer.from([byte])));
    assert.deepEqual(outcome(incoming), ['x'.repeat(300), 'Ping', 'b']);
  });
});

function splitEuro(): readonly Buffer[] {
  const euro = Buffer.from('€');
  return [
    clientFrame(text, euro.subarray(0, 1), { isLast: false }),
    clientFrame(continuation, euro.subarray(1)),
  ];
}

describe('a connection is closed for', () => {
  const begun = clientFrame(text, 'a', { isLast: false });
  const cases: readonly [string, readonly Buffer[], number][] = [
    ['a frame that is not masked', [clientFrame(text, 'a', { isMasked: false })], 1002],
    ['a reserved bit', [clientFrame(text, 'a', { reserved: 0x40 })], 1002],
    ['a frame of no kind', [clientFrame(3, 'a')], 1002],
    ['a control frame of no kind', [clientFrame(11, '')], 1002],
    ['a control frame in parts', [clientFrame(ping, '', { isLast: false })], 1002],
    ['a control frame that is too long', [clientFrame(ping, 'x'.repeat(126))], 1002],
    ['a part without a beginning', [clientFrame(continuation, 'a')], 1002],
    ['a message inside another', [begun, clientFrame(text, 'b')], 1002],
    ['half a close code', [clientFrame(close, 'x')], 1002],
    ['a close code that nobody sends', [closing(1006)], 1002],
    ['a close code below all', [closing(999)], 1002],
    ['a close code beyond all', [closing(5000)], 1002],
    ['a reason that is no UTF-8', [closing(1000, Buffer.from([0xff]))], 1007],
    ['text that is no UTF-8', [clientFrame(text, Buffer.from([0xc3, 0x28]))], 1007],
    ['a message that is too long', [clientFrame(text, 'x'.repeat(messageBytesMax + 1))], 1009],
    [
      'parts that are too long together',
      [
        clientFrame(text, 'x'.repeat(messageBytesMax), { isLast: false }),
        clientFrame(continuation, 'x'),
      ],
      1009,
    ],
    [
      'too many parts',
      [
        begun,
        ...Array.from({ length: 70 }, () => clientFrame(continuation, '', { isLast: false })),
      ],
      1008,
    ],
  ];
  for (const [what, frames, code] of cases) {
    test(what, () => assert.equal(outcome(read(...frames)).at(-1), code));
  }

  test('a length beyond all, before its bytes are there', () => {
    const head = Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    assert.deepEqual(outcome(read(head)), [1009]);
  });

  test('the first fault alone: nothing is read behind it', () => {
    const reader = new FrameReader();
    const bad = clientFrame(3, '');
    assert.deepEqual(outcome(reader.take(Buffer.concat([bad, clientFrame(text, 'a')]))), [1002]);
    assert.deepEqual(reader.take(clientFrame(text, 'a')), []);
  });
});

test('whatever bytes arrive, in whatever pieces, come to messages or to one fault', () => {
  const frame = fc
    .tuple(
      fc.integer({ min: 0, max: 15 }),
      fc.uint8Array({ maxLength: 200 }),
      fc.record({ isLast: fc.boolean(), isMasked: fc.boolean() }),
    )
    .map(([opcode, payload, part]) => clientFrame(opcode, Buffer.from(payload), part));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((raw) => Buffer.from(raw)),
    fc.array(frame, { maxLength: 6 }).map((frames) => Buffer.concat(frames)),
  );
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 50 }), (all, size) => {
      const whole = new FrameReader().take(all);
      const reader = new FrameReader();
      const pieces: Incoming[] = [];
      for (let at = 0; at < all.length; at += size) {
        pieces.push(...reader.take(all.subarray(at, at + size)));
      }
      assert.deepEqual(outcome(pieces), outcome(whole));
      const faults = whole.filter(({ kind }) => kind === 'Fault').length;
      assert.ok(faults <= 1);
    }),
    { numRuns: 500 },
  );
});

describe('frames of the server', () => {
  for (const length of [0, 125, 126, 65_535, 65_536]) {
    test(`hold a text of ${length} bytes`, () => {
      const [frame] = serverFrames(textFrame('x'.repeat(length)));
      assert.deepEqual([frame?.opcode, frame?.payload.length], [text, length]);
    });
  }

  test('count bytes, not characters', () => {
    const [frame] = serverFrames(textFrame('Glühwürmchen €'));
    assert.equal(frame?.payload.toString(), 'Glühwürmchen €');
  });

  test('give a ping back in a pong, and say goodbye with a code and a reason', () => {
    const [answer, goodbye] = serverFrames(
      Buffer.concat([pongFrame(Buffer.from('x')), closeFrame(1001, 'bye')]),
    );
    assert.deepEqual([answer?.opcode, answer?.payload.toString()], [pong, 'x']);
    assert.equal(goodbye?.payload.readUInt16BE(0), 1001);
    assert.equal(goodbye?.payload.subarray(2).toString(), 'bye');
  });
});
