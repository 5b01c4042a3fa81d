import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant, retail, sandbox, titleId, xuid } from '@laurel/domain';
import type { Caller, TitleServer } from '../asker.ts';
import { createTestClock } from '../clock.ts';
import { createSwitchBoard, documentedRateLimits } from './switches.ts';
import { countersPerServiceMax, createThrottle } from './throttle.ts';

const alice: Caller = {
  kind: 'Token',
  xuid: xuid('2533274800000001'),
  gamertag: 'Emberling',
  titleId: null,
  sandbox: retail,
  locale: null,
  isThirdParty: false,
  isDeveloper: false,
};
const bob: Caller = { ...alice, xuid: xuid('2533274800000002'), gamertag: 'Potter7' };

function atNoon() {
  const clock = createTestClock(instant('2026-03-01T12:00:00Z'));
  const switches = createSwitchBoard({ rateLimits: documentedRateLimits });
  return { clock, switches, throttle: createThrottle({ switches, clock }) };
}

test('the 101st call of a player within 15 s is throttled, as documented', () => {
  const { throttle } = atNoon();
  for (let call = 1; call <= 100; call += 1) assert.equal(throttle.check('Progress', alice), null);
  assert.deepEqual(throttle.check('Progress', alice), {
    currentRequests: 101,
    maxRequests: 100,
    periodInSeconds: 15,
    retryAfterSeconds: 15,
  });
});

test('another token of the same player is counted with the first', () => {
  const { throttle } = atNoon();
  for (let call = 1; call <= 10; call += 1) throttle.check('Profile', alice);
  const inAnotherSandbox = { ...alice, sandbox: sandbox('ACME.7') };
  assert.equal(throttle.check('Profile', inAnotherSandbox)?.maxRequests, 10);
});

test('who goes on is counted with their other tokens, however many players come between', () => {
  const { throttle } = atNoon();
  const kept: unknown[] = [];
  for (let call = 1; call <= 10; call += 1) {
    assert.equal(throttle.check('Profile', alice, { kept }), null);
    for (let other = 0; other < countersPerServiceMax; other += 5) {
      const player = xuid(String(3_000_000_000_000_000 + call * countersPerServiceMax + other));
      throttle.check('Profile', { ...bob, xuid: player });
    }
  }
  assert.equal(throttle.check('Profile', { ...alice })?.currentRequests, 11);
  assert.equal(throttle.check('Profile', alice, { kept })?.currentRequests, 12);
});

test('another player, another title and another service are counted apart', () => {
  const { throttle } = atNoon();
  for (let call = 1; call <= 11; call += 1) throttle.check('Profile', alice);
  const withTitle = { ...alice, titleId: titleId(1853190001) };
  assert.deepEqual(
    [
      throttle.check('Profile', bob),
      throttle.check('Profile', withTitle),
      throttle.check('Privacy', alice),
    ],
    [null, null, null],
  );
});

test('a title server is counted by its key, for each player it names', () => {
  const { throttle } = atNoon();
  const server: TitleServer = {
    kind: 'TitleServer',
    titleId: titleId(1853190001),
    keyId: 'a',
    sandbox: retail,
  };
  for (let call = 1; call <= 10; call += 1) throttle.check('Profile', server);
  assert.notEqual(throttle.check('Profile', { ...server }), null);
  assert.equal(throttle.check('Profile', { ...server, keyId: 'b' }), null);
  assert.equal(throttle.check('Profile', server, { owner: 'xuid(1)' }), null);
  for (let call = 1; call <= 10; call += 1) throttle.check('Profile', server, { owner: 'xuid(1)' });
  assert.notEqual(throttle.check('Profile', server, { owner: 'xuid(1)' }), null);
});

test('a service without a limit is never throttled', () => {
  const { throttle } = atNoon();
  for (let call = 1; call <= 1000; call += 1) assert.equal(throttle.check('Rta', alice), null);
});

describe('requests that name nobody', () => {
  test('are counted by the address they come from', () => {
    const { throttle } = atNoon();
    for (let call = 1; call <= 100; call += 1) throttle.check('Tokens', '192.0.2.1');
    assert.equal(throttle.check('Tokens', '192.0.2.1')?.maxRequests, 100);
    assert.equal(throttle.check('Tokens', '192.0.2.2'), null);
  });

  const same: readonly [string, string][] = [
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::1'],
    ['2001:db8::1', '2001:db8:0:0:9::'],
    ['::1', '0:0:0:0:1::'],
  ];
  for (const [one, other] of same) {
    test(`from ${one} and ${other} are counted together`, () => {
      const { throttle } = atNoon();
      for (let call = 1; call <= 100; call += 1) throttle.check('Tokens', one);
      assert.notEqual(throttle.check('Tokens', other), null);
    });
  }

  test('from another IPv6 network are counted apart', () => {
    const { throttle } = atNoon();
    for (let call = 1; call <= 101; call += 1) throttle.check('Tokens', '2001:db8:1:2::1');
    assert.equal(throttle.check('Tokens', '2001:db8:1:3::1'), null);
  });
});

test('limits can be changed and lifted while serving', () => {
  const { throttle, switches } = atNoon();
  for (let call = 1; call <= 100; call += 1) throttle.check('Progress', alice);
  const byService = { Progress: { burstMax: 1000, sustainMax: 1000 } };
  switches.set({ rateLimits: { ...documentedRateLimits, byService } });
  assert.equal(throttle.check('Progress', alice), null);
  switches.set({ rateLimits: documentedRateLimits });
  assert.notEqual(throttle.check('Progress', alice), null);
  switches.set({ rateLimits: { ...documentedRateLimits, isOn: false } });
  assert.equal(throttle.check('Progress', alice), null);
});

test('what was counted can be forgotten', () => {
  const { throttle } = atNoon();
  const kept: unknown[] = [];
  for (let call = 1; call <= 11; call += 1) throttle.check('Profile', alice, { kept });
  throttle.clear();
  assert.equal(throttle.check('Profile', alice, { kept }), null);
  for (let call = 1; call <= 9; call += 1) throttle.check('Profile', alice);
  assert.equal(throttle.check('Profile', alice, { kept })?.currentRequests, 11);
});

test('beyond the most counters, the one whose window began first is dropped', () => {
  const { throttle, clock } = atNoon();
  for (let call = 1; call <= 11; call += 1) throttle.check('Profile', alice);
  for (let call = 1; call <= 11; call += 1) throttle.check('Profile', bob);
  clock.advance(300_000);
  for (let call = 1; call <= 11; call += 1) throttle.check('Profile', alice);
  for (let other = 2; other <= countersPerServiceMax; other += 1) {
    throttle.check('Profile', { ...alice, xuid: xuid(String(3_000_000_000_000_000 + other)) });
  }
  assert.notEqual(throttle.check('Profile', alice), null);
});
