import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf, locate } from './address.ts';

const segments = ['users', 'xuid(1)', 'achievements'];

test('a protocol host is found by its Host header', () => {
  const at = locate({ host: 'achievements.xboxlive.com', target: '/users/xuid(1)/achievements' });
  assert.equal(at?.host, 'achievements');
  assert.deepEqual(at?.segments, segments);
});

test('a host by its full name, which ends in a dot, is the same host', () => {
  const at = locate({ host: 'achievements.xboxlive.com.', target: '/users/xuid(1)/achievements' });
  assert.equal(at?.host, 'achievements');
});

test('any other host is asked by path prefix, in any case', () => {
  const at = locate({ host: 'localhost', target: '/Achievements/users/xuid(1)/achievements?a=b' });
  assert.equal(at?.host, 'achievements');
  assert.deepEqual(at?.segments, segments);
  assert.equal(at?.search, 'a=b');
});

test('one trailing slash is ignored and parentheses may be encoded', () => {
  const target = '/users/xuid%281%29/achievements/?titleId=7';
  assert.deepEqual(locate({ host: 'achievements.xboxlive.com', target })?.segments, segments);
});

test('a path is decoded once', () => {
  const at = locate({ host: 'profile.xboxlive.com', target: '/users/gt(a%2520b)' });
  assert.deepEqual(at?.segments, ['users', 'gt(a%20b)']);
});

test('an encoded slash does not make a new segment', () => {
  const at = locate({ host: 'profile.xboxlive.com', target: '/users%2Fme' });
  assert.deepEqual(at?.segments, ['users/me']);
});

test('the absolute form of a proxy is understood', () => {
  const target = 'http://achievements.xboxlive.com/users/xuid(1)/achievements';
  assert.deepEqual(locate({ host: 'achievements.xboxlive.com', target })?.segments, segments);
});

test('broken percent-encoding is not an address', () => {
  assert.equal(locate({ host: 'localhost', target: '/achievements/%zz' }), undefined);
});

test('the host is known also where the path is not an address', () => {
  assert.equal(hostOf({ host: 'localhost', target: '/Achievements/%zz' }), 'achievements');
  assert.equal(hostOf({ host: 'profile.xboxlive.com', target: '/%zz' }), 'profile');
  assert.equal(hostOf({ host: 'localhost', target: '/%zz' }), null);
});

test('what is at no protocol host is one of our own pages', () => {
  assert.equal(locate({ host: 'localhost', target: '/healthz' })?.host, null);
});
