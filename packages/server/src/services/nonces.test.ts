import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { createTestClock, type TestClock } from '../clock.ts';
import { createNonces, type Nonces, noncesMax } from './nonces.ts';
import { alice, callerOf, noon } from './sample-world.ts';

const caller = callerOf(alice);
let clock: TestClock;
let nonces: Nonces;

beforeEach(() => {
  clock = createTestClock(noon);
  nonces = createNonces({ clock, draw: randomBytes });
});

test('a nonce is 44 characters and stands for its caller once', () => {
  const nonce = nonces.give(caller);
  assert.equal(nonce.length, 44);
  assert.equal(nonces.take(nonce, 'Once'), caller);
  assert.equal(nonces.take(nonce, 'Once'), null);
});

test('a nonce whose plus signs a query turned into blanks is known', () => {
  const plus = createNonces({ clock, draw: () => Buffer.alloc(32, 0xfb) });
  const nonce = plus.give(caller);
  assert.ok(nonce.includes('+'));
  assert.equal(plus.take(nonce.replaceAll('+', ' '), 'Once'), caller);
});

test('a nonce of a stream opens the stream again, and nothing else', () => {
  const nonce = nonces.give(caller);
  assert.equal(nonces.take(nonce, 'Stream'), caller);
  assert.equal(nonces.take(nonce, 'Stream'), caller);
  assert.equal(nonces.take(nonce, 'Once'), null);
});

test('a nonce does not wait for long, and a stream comes back for two hours', () => {
  const [unused, used] = [nonces.give(caller), nonces.give(caller)];
  nonces.take(used, 'Stream');
  clock.advance(5 * 60_000);
  assert.equal(nonces.take(unused, 'Once'), null);
  assert.equal(nonces.take(used, 'Stream'), caller);
  clock.advance(2 * 3_600_000);
  assert.equal(nonces.take(used, 'Stream'), null);
});

test('beyond the limit the oldest nonce is forgotten', () => {
  const [first, second] = [nonces.give(caller), nonces.give(caller)];
  for (let at = 1; at < noncesMax; at += 1) nonces.give(caller);
  assert.equal(nonces.take(first, 'Once'), null);
  assert.equal(nonces.take(second, 'Once'), caller);
});
