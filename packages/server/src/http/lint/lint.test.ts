import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoggedCall } from '../calls/logged-call.ts';
import { lint, lintRules } from './lint.ts';
import { call, times, update } from './sample-calls.ts';

/** Which rules find something in which calls. */
type Row = readonly [what: string, calls: readonly LoggedCall[], ...found: readonly string[]];

const profile = { host: 'profile', service: 'Profile', operation: 'profile.one' } as const;
const connect = { host: 'rta', service: 'Rta', operation: 'rta.connect', status: 101 } as const;
const signIn = { host: 'userAuth', service: 'Tokens', method: 'POST', operation: 'tokens.user' };
const version = { 'x-xbl-contract-version': '2' };
const refused = { status: 404, sent: '{}', method: 'POST', operation: 'achievements.update' };

function one(seconds: number, index: number): LoggedCall {
  return call(seconds, { ...profile, path: `/users/xuid(${index})/profile/settings` });
}

const table: readonly Row[] = [
  ['nothing was called', []],
  ['a list is read once and an update is sent', [call(0), update(10, { 1: 100 })]],

  ['as many calls as the limit', times(10, (n) => one(n * 3, n))],
  [
    'more calls than the limit of 10 in 15 s',
    times(11, (n) => one(n, n)),
    'rate-limit',
    'one-by-one',
  ],
  ['more calls than the limit of 30 in 300 s', times(31, (n) => one(n * 8, n)), 'rate-limit'],
  [
    'calls of two players, together above the limit',
    times(12, (n) => call(n, { service: 'Profile', path: `/${n}`, player: String((n % 2) + 1) })),
  ],
  ['a limit that ends with its window', times(20, (n) => one(n < 10 ? n * 3 : 286 + n * 3, n))],

  ['ten updates at once', times(10, (n) => update(n / 20, { [n]: 100 })), 'burst', 'small-batch'],
  [
    'nine events within a blink',
    times(3, (n) => call(n, { operation: 'events.send', method: 'POST' })),
  ],

  ['the same read every 5 s', times(4, (n) => call(n * 5)), 'polling'],
  ['the same read three times', times(3, (n) => call(n * 5))],
  ['reads at any time', [0, 7, 31, 48].map((second) => call(second))],
  ['reads of four lists at a pace', times(4, (n) => call(n * 5, { path: `/${n}` }))],
  ['a read every 20 min', times(4, (n) => call(n * 1200))],

  [
    'an answer that is read again at once',
    [call(0, { digest: 'a' }), call(2, { digest: 'a' })],
    'repeated-read',
  ],
  ['an answer that has changed', [call(0, { digest: 'a' }), call(2, { digest: 'b' })]],
  ['an answer that is read again later', [call(0, { digest: 'a' }), call(6, { digest: 'a' })]],
  [
    'an answer that two players read',
    [call(0, { digest: 'a' }), call(1, { digest: 'a', player: '2' })],
  ],

  [
    'the same progress twice',
    [update(0, { 1: 40 }), update(9, { 1: 40 }, { status: 304 })],
    'repeated-report',
  ],
  [
    'lower progress',
    [update(0, { 1: 40 }), update(9, { 1: 30 }, { status: 304 })],
    'repeated-report',
  ],
  ['higher progress', [update(0, { 1: 40 }), update(9, { 1: 41 })]],
  ['progress with something new', [update(0, { 1: 40 }), update(9, { 1: 40, 2: 10 })]],
  [
    'progress again that was not answered',
    [update(0, { 1: 40 }, { status: 0 }), update(9, { 1: 40 })],
  ],
  [
    'progress again that was refused for now',
    [update(0, { 1: 40 }, { status: 503, retryAfterSeconds: 5 }), update(9, { 1: 40 })],
  ],

  ['three updates in a row', times(3, (n) => update(n, { [n]: 100 })), 'small-batch'],
  ['two updates in a row', times(2, (n) => update(n, { [n]: 100 }))],
  ['three updates apart', times(3, (n) => update(n * 3, { [n]: 100 }))],
  ['four profiles one by one', times(4, (n) => one(n, n)), 'one-by-one'],
  ['three profiles one by one', times(3, (n) => one(n, n))],

  [
    'a call before its time',
    [update(0, { 1: 1 }, { status: 429, retryAfterSeconds: 7 }), update(3, { 1: 1 })],
    'ignored-retry-after',
  ],
  [
    'a call when its time has come',
    [update(0, { 1: 1 }, { status: 429, retryAfterSeconds: 7 }), update(7, { 1: 1 })],
  ],
  [
    'another call before the time of the first',
    [update(0, { 1: 1 }, { status: 503, retryAfterSeconds: 7 }), call(3)],
  ],
  ['tries without a wait', times(3, (n) => call(n, { status: 500 })), 'hasty-retry'],
  ['tries with a wait that doubles', [0, 2, 6, 14].map((second) => call(second, { status: 500 }))],
  ['a request that stays wrong', times(3, (n) => call(n * 9, refused)), 'hopeless-repeat'],
  ['a request that was wrong twice', times(2, (n) => call(n * 9, refused))],
  [
    'calls with a token that is not good',
    times(3, (n) => call(n * 7 + n, { status: 401, path: `/${n}` })),
    'stale-token',
  ],
  [
    'a new token after 401',
    [call(0, { status: 401 }), call(8, signIn), call(9), call(20, { status: 401 })],
  ],
  ['connections in a row', times(4, (n) => call(n, connect)), 'reconnects'],
  ['connections with a wait', [0, 1, 5, 14].map((second) => call(second, connect))],

  [
    'no contract version',
    [call(0, { headers: { 'accept-language': 'de' } })],
    'missing-contract-version',
  ],
  ['no language', [call(0, { headers: version })], 'missing-language'],
  [
    'any language',
    [call(0, { headers: { ...version, 'accept-language': '*' } })],
    'missing-language',
  ],
  ['an update without a language', [update(0, { 1: 1 }, { headers: version })]],

  ['steps of one percent', times(10, (n) => update(n * 5, { 1: n + 1 })), 'tiny-steps'],
  ['steps of ten percent', times(10, (n) => update(n * 50, { 1: n * 10 + 10 }))],
  [
    'a list after every update',
    times(6, (n) => (n % 2 ? call(n * 10 - 9) : update(n * 10, { [n]: 100 }))),
    'read-after-update',
  ],
  [
    'members that nobody reads',
    [update(0, { 1: 1 }, { more: { reason: 'boss' } })],
    'unneeded-fields',
  ],
  [
    'a list in pages of 32',
    [0, 7, 19].map((n) => call(n, { path: `/users/me/achievements?continuationToken=${n + 32}` })),
    'small-pages',
  ],
  [
    'a list in pages of 100',
    [0, 7, 19].map((n) => call(n, { path: `/users/me/achievements?maxItems=100&skipItems=${n}` })),
  ],
];

describe('what the linter finds', () => {
  for (const [what, calls, ...found] of table) {
    const names = found.length === 0 ? 'nothing' : found.join(' and ');
    test(`in ${what}: ${names}`, () => {
      assert.deepEqual(
        lint(calls)
          .map(({ rule }) => rule)
          .toSorted(),
        found.toSorted(),
      );
    });
  }

  test('every rule has a row in which it finds something', () => {
    const seen = new Set(table.flatMap(([, , ...found]) => found));
    assert.deepEqual(
      lintRules.map(({ id }) => id).filter((id) => !seen.has(id)),
      [],
    );
  });
});

describe('a finding', () => {
  test('it names its calls, what to do and where that is written', () => {
    const calls = [update(0, { 1: 40 }), update(9, { 1: 40 }, { status: 304 })];
    const [finding] = lint(calls);
    assert.deepEqual(finding?.calls, [calls[1]?.shown.id]);
    assert.match(finding?.advice ?? '', /report an achievement only when its progress rose/);
    assert.match(finding?.source ?? '', /\[D\]/);
    assert.equal(finding?.player, '2533274800000001');
  });

  test('every rule has an advice that is a sentence, and a source with its label', () => {
    for (const { id, advice, source } of lintRules) {
      assert.match(advice, /^[A-Z].*\.$/, id);
      assert.match(source, /\[[DXTWCI]\]/, id);
    }
  });

  test('the gravest come first', () => {
    const calls = [call(0, { headers: {} }), ...times(31, (n) => one(n * 8, n))];
    const severities = lint(calls).map(({ severity }) => severity);
    assert.deepEqual(severities, ['error', 'warning', 'advice']);
  });
});
