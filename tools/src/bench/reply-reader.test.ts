import { deepEqual, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createReplyReader } from './reply-reader.ts';

const small = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello';
const unchanged = 'HTTP/1.1 304 Not Modified\r\nDate: now\r\n\r\n';

function repliesIn(chunks: readonly string[]): readonly (readonly [number, number])[] {
  const replies: [number, number][] = [];
  const take = createReplyReader((status, bodyBytes) => replies.push([status, bodyBytes]));
  // Chunks share one buffer, as they do on a connection.
  const buffer = Buffer.alloc(1024);
  for (const chunk of chunks) take(buffer, buffer.write(chunk));
  return replies;
}

describe('the reader of answers', () => {
  test('an answer cut anywhere is the same answer', () => {
    for (let cut = 0; cut <= small.length; cut += 1) {
      deepEqual(repliesIn([small.slice(0, cut), small.slice(cut)]), [[200, 5]], `cut at ${cut}`);
    }
  });

  test('a 304 has no body, and the next answer begins behind it', () => {
    deepEqual(repliesIn([unchanged + small, unchanged]), [
      [304, 0],
      [200, 5],
      [304, 0],
    ]);
  });

  test('an answer that is not whole is not told of', () => {
    deepEqual(repliesIn([small.slice(0, -1)]), []);
  });

  test('the name of the length may be in either case', () => {
    deepEqual(repliesIn([small.replace('content-length', 'Content-Length')]), [[200, 5]]);
  });

  test('an answer without a length is refused', () => {
    throws(() => repliesIn([small.replace('content-length', 'x-length')]), /content-length/);
  });
});
