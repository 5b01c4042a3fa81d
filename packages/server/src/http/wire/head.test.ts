import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noneKept, readHead } from './head.ts';

const host = 'Host: laurel.example';

function headOf(...lines: readonly string[]) {
  return readHead(lines.join('\r\n'));
}

test('a request is read with its fields by lower-case name, trimmed', () => {
  const head = headOf('GET /a?b=c HTTP/1.1', host, 'X-Thing: \t two words ', 'Empty:');
  assert.ok('headers' in head);
  assert.deepEqual(
    { ...head, headers: { ...head.headers } },
    {
      method: 'GET',
      target: '/a?b=c',
      headers: { host: 'laurel.example', 'x-thing': 'two words', empty: '' },
      host: 'laurel.example',
      body: 0,
      keepsAlive: true,
      expectsContinue: false,
      kept: noneKept(),
    },
  );
});

test('a field that is there twice is joined with a comma', () => {
  const head = headOf('GET / HTTP/1.1', host, 'Accept-Language: fr', 'accept-language: de');
  assert.equal('headers' in head && head.headers['accept-language'], 'fr, de');
});

test('a body is framed by its length or in chunks', () => {
  const sized = headOf('POST / HTTP/1.1', host, 'Content-Length: 12');
  assert.equal('body' in sized && sized.body, 12);
  const chunked = headOf('POST / HTTP/1.1', host, 'Transfer-Encoding: Chunked');
  assert.equal('body' in chunked && chunked.body, 'Chunked');
});

test('a connection is kept unless its client says otherwise', () => {
  const kept = (...lines: readonly string[]) => {
    const head = headOf(...lines);
    return 'keepsAlive' in head && head.keepsAlive;
  };
  assert.equal(kept('GET / HTTP/1.1', host, 'Connection: Close'), false);
  assert.equal(kept('GET / HTTP/1.0'), false);
  assert.equal(kept('GET / HTTP/1.0', 'Connection: keep-alive'), true);
});

test('a field named like a member of every object is only a field', () => {
  const head = headOf('GET / HTTP/1.1', host, '__proto__: x', 'constructor: y', 'status: 200');
  assert.equal('headers' in head && head.headers.constructor, 'y');
  assert.equal('headers' in head && head.headers.status, '200');
});

const refused: readonly [string, number, readonly string[]][] = [
  ['no Host', 400, ['GET / HTTP/1.1']],
  ['two Hosts', 400, ['GET / HTTP/1.1', host, host]],
  ['HTTP/2', 400, ['GET / HTTP/2.0', host]],
  ['no version', 400, ['GET /', host]],
  ['a method in lower case', 400, ['get / HTTP/1.1', host]],
  ['two blanks in the request line', 400, ['GET  / HTTP/1.1', host]],
  ['a blank in the target', 400, ['GET /a b HTTP/1.1', host]],
  ['a target with bytes above ASCII', 400, ['GET /\u00e9 HTTP/1.1', host]],
  ['a NUL in a value', 400, ['GET / HTTP/1.1', host, 'A: b\0c']],
  ['a line feed alone', 400, ['GET / HTTP/1.1', host, 'A: b\nC: d']],
  ['a carriage return alone', 400, ['GET / HTTP/1.1', host, 'A: b\rC: d']],
  ['a line feed alone in the last line', 400, ['GET / HTTP/1.1', `${host}\nA: b`]],
  ['a field that goes on in the next line', 400, ['GET / HTTP/1.1', host, 'A: b', ' c']],
  ['a blank before the colon', 400, ['GET / HTTP/1.1', host, 'Content-Length : 5']],
  ['a field without a colon', 400, ['GET / HTTP/1.1', host, 'A']],
  ['a field without a name', 400, ['GET / HTTP/1.1', host, ': a']],
  ['two lengths', 400, ['POST / HTTP/1.1', host, 'Content-Length: 5', 'Content-Length: 5']],
  ['a list of lengths', 400, ['POST / HTTP/1.1', host, 'Content-Length: 5, 5']],
  ['a signed length', 400, ['POST / HTTP/1.1', host, 'Content-Length: +5']],
  ['a hexadecimal length', 400, ['POST / HTTP/1.1', host, 'Content-Length: 0x5']],
  ['a length beyond counting', 400, ['POST / HTTP/1.1', host, `Content-Length: ${'9'.repeat(16)}`]],
  [
    'a length and chunks',
    400,
    ['POST / HTTP/1.1', host, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
  ],
  ['chunks in HTTP/1.0', 400, ['POST / HTTP/1.0', host, 'Transfer-Encoding: chunked']],
  ['another coding', 400, ['POST / HTTP/1.1', host, 'Transfer-Encoding: gzip, chunked']],
  ['a misspelt coding', 400, ['POST / HTTP/1.1', host, 'Transfer-Encoding: xchunked']],
  ['two authorizations', 400, ['GET / HTTP/1.1', host, 'Authorization: a', 'Authorization: b']],
  ['more than 100 fields', 431, ['GET / HTTP/1.1', host, ...Array(100).fill('a: b')]],
];

describe('a head is refused for', () => {
  for (const [what, status, lines] of refused) {
    test(what, () => {
      const head = headOf(...lines);
      assert.equal('status' in head && head.status, status);
    });
  }
});
