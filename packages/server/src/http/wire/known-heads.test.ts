import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHead } from './head.ts';
import { headIn } from './known-heads.ts';

const fields = [
  'Host: achievements.xboxlive.com',
  'Authorization: XBL3.0 x=-;eyJhbGciOiJFUzI1NiJ9.eyJ4dWlkIjoiMjUzMzI3NDgwMDAwMDAwMSJ9.c2lnbmVk',
  'Content-Length: 12',
];

function textOf(line: string, ...lines: readonly string[]): string {
  return [line, ...lines].join('\r\n');
}

/** As a connection has it: the head, its empty line, and what follows. */
function given(text: string) {
  return headIn(Buffer.from(`${text}\r\n\r\n{"some":"body"}`, 'latin1'), text.length);
}

test('a head that comes again is what it was, without being read', () => {
  const text = textOf('POST /users/xuid(1)/achievements/2/update HTTP/1.1', ...fields);
  const first = given(text);
  assert.deepEqual(first, readHead(text));
  assert.equal(given(text), first);
});

test('the same fields behind another line are read with that line', () => {
  for (const path of ['/a', '/b?c', '/a']) {
    const text = textOf(`GET ${path} HTTP/1.1`, ...fields);
    assert.deepEqual(given(text), readHead(text));
  }
});

test('a head that differs in one byte from one that is known is read for itself', () => {
  const text = textOf('GET /users/xuid(1)/achievements HTTP/1.1', ...fields);
  given(text);
  for (let at = 0; at < text.length; at += 1) {
    for (const other of ['0', 'x', '\0', '\n', '\r', ' ', 'é']) {
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      assert.deepEqual(given(changed), readHead(changed), `"${other}" at ${at}`);
      assert.deepEqual(given(text), readHead(text), `after "${other}" at ${at}`);
    }
  }
});

test('what a field means is not carried over to another version', () => {
  const ofNow = textOf('GET / HTTP/1.1', ...fields, 'Connection: x');
  const ofOld = textOf('GET / HTTP/1.0', ...fields, 'Connection: x');
  for (const text of [ofNow, ofOld, ofNow, ofOld]) assert.deepEqual(given(text), readHead(text));
});

test('heads of every length are read: without fields, and with more than are remembered', () => {
  const long = `X-Long: ${'a'.repeat(10_000)}`;
  for (const lines of [[], [long], [...fields, long]]) {
    const text = textOf('GET / HTTP/1.1', ...lines);
    for (let times = 0; times < 2; times += 1) assert.deepEqual(given(text), readHead(text));
  }
});

test('two heads of which the same number is made are apart', () => {
  // Of long fields only some bytes are looked at for the number; the first is not among them.
  const rest = `: ${'b'.repeat(2000)}`;
  for (const name of ['x', 'y', 'x']) {
    const text = textOf('GET / HTTP/1.1', `${name}${rest}`, fields[0] ?? '');
    const head = given(text);
    assert.deepEqual(head, readHead(text));
    assert.ok('headers' in head && name in head.headers);
  }
});
