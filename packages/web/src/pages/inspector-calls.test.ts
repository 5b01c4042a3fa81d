import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Call,
  durationText,
  isAsked,
  readCall,
  readFindings,
  timeText,
} from './inspector-calls.js';
import { curlOf } from './inspector-curl.js';

function callOf(part: object = {}): Call {
  return readCall({
    id: 7,
    at: '2026-03-01T12:04:05.1234567Z',
    method: 'POST',
    host: 'achievements',
    prefix: '/achievements',
    path: '/users/me/achievements/x/update',
    operation: 'achievements.update',
    gamertag: 'Emberling',
    status: 429,
    durationMs: 0.42,
    headers: { authorization: 'XBL3.0 …', 'x-xbl-contract-version': '2' },
    sent: '{"note":"it\'s"}',
    ...part,
  });
}

describe('which calls are asked for', () => {
  const asked = { search: '', choice: 'all', isFound: false } as const;
  const rows: readonly [string, object, boolean][] = [
    ['no word fits every call', {}, true],
    ['every word is somewhere in it, in any case', { search: 'UPDATE 429 ember' }, true],
    ['one word is not in it', { search: 'update 200' }, false],
    ['it was refused', { choice: 'refused' }, true],
    ['it is in no finding', { choice: 'found' }, false],
    ['it is in a finding', { choice: 'found', isFound: true }, true],
  ];
  for (const [what, part, expected] of rows) {
    test(what, () => assert.equal(isAsked(callOf(), { ...asked, ...part }), expected));
  }

  test('a call that was answered well is not among the refused', () => {
    assert.equal(isAsked(callOf({ status: 304 }), { ...asked, choice: 'refused' }), false);
  });

  test('a connection that was cut is among the refused, and found as cut', () => {
    const cut = callOf({ status: 0 });
    assert.equal(isAsked(cut, { ...asked, search: 'cut', choice: 'refused' }), true);
  });
});

describe('a call as curl', () => {
  test('the token is a variable, and quotes stay what they are', () => {
    assert.equal(
      curlOf(callOf(), 'http://localhost:4000'),
      [
        "curl 'http://localhost:4000/achievements/users/me/achievements/x/update'",
        '-H "Authorization: $AUTHORIZATION"',
        "-H 'x-xbl-contract-version: 2'",
        "-H 'content-type: application/json'",
        `--data-raw '{"note":"it'\\''s"}'`,
      ].join(' \\\n  '),
    );
  });

  test('a method that curl would not choose by itself is named', () => {
    const line = curlOf(callOf({ method: 'DELETE', sent: '', headers: {} }), 'http://h');
    assert.equal(line, "curl -X DELETE 'http://h/achievements/users/me/achievements/x/update'");
  });
});

test('what an instance says too little of is left empty', () => {
  assert.equal(readCall(null).operation, '');
  assert.deepEqual(readFindings('no list'), []);
  assert.equal(readFindings([{ severity: 'terrible' }])[0]?.severity, 'advice');
});

test('times and durations are short', () => {
  assert.equal(timeText('2026-03-01T12:04:05.1234567Z'), '12:04:05.123');
  assert.deepEqual([0.42, 12.4, 1234].map(durationText), ['0.4 ms', '12 ms', '1.2 s']);
});
