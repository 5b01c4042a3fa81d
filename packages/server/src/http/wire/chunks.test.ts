import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ChunkFault, createChunkReader } from './chunks.ts';

const whole =
  '4\r\nWiki\r\n6;name="a"\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nTrailer: x\r\n\r\n';
const content = 'Wikipedia in \r\n\r\nchunks.';

test('a body in chunks is put together, and ends where its last line ends', () => {
  const reader = createChunkReader();
  assert.equal(reader.take(Buffer.from(`${whole}GET / HTTP/1.1`)), whole.length);
  assert.equal(reader.content().toString(), content);
});

test('it makes no difference how the bytes arrive', () => {
  const reader = createChunkReader();
  const ends = [...whole].map((byte) => reader.take(Buffer.from(byte)));
  assert.deepEqual(ends, [...Array(whole.length - 1).fill(null), 1]);
  assert.equal(reader.content().toString(), content);
});

const refused: readonly [string, string][] = [
  ['a size that is no number', 'x\r\n'],
  ['an empty size', '\r\n'],
  ['a negative size', '-1\r\n'],
  ['a size above 32 bits', '100000000\r\n'],
  ['a line that ends in a line feed alone', '4\nWiki'],
  ['a chunk longer than its size', '4\r\nWikix\r\n'],
  ['a size line without end', `4;${'a'.repeat(300)}`],
  ['a trailer without end', `0\r\n${'a: b\r\n'.repeat(1000)}`],
];

describe('a body is refused for', () => {
  for (const [what, bytes] of refused) {
    test(what, () => {
      assert.throws(() => createChunkReader().take(Buffer.from(bytes)), ChunkFault);
    });
  }
});
