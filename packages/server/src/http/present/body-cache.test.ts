import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retail, sandbox, xuid } from '@laurel/domain';
import { createBodyCache } from './body-cache.ts';

const view = {};
const owner = xuid('2533274800000001');
const source = { owner, sandbox: retail, recordVersion: 3, view };
const body = Buffer.from('{"achievements":[]}');

test('a body is kept when it is offered a second time, as a copy', () => {
  const cache = createBodyCache(1000);
  cache.offer('one', source, body);
  assert.equal(cache.get('one', source), undefined);
  const lent = Buffer.from(body);
  cache.offer('one', source, lent);
  lent.fill(0);
  assert.deepEqual(cache.get('one', source), body);
});

test('a body of another player, sandbox, record version or view is not given out', () => {
  for (const other of [
    { ...source, owner: xuid('2533274800000002') },
    { ...source, sandbox: sandbox('ACME.7') },
    { ...source, recordVersion: 4 },
    { ...source, view: {} },
  ]) {
    const cache = createBodyCache(1000);
    cache.offer('one', source, body);
    cache.offer('one', source, body);
    assert.equal(cache.get('one', other), undefined);
    assert.equal(cache.get('one', source), undefined);
  }
});

test('beyond its bytes the longest unused bodies go first', () => {
  const cache = createBodyCache(body.length * 2);
  for (const key of ['one', 'two', 'one', 'two']) cache.offer(key, source, body);
  assert.ok(cache.get('one', source));
  cache.offer('three', source, body);
  cache.offer('three', source, body);
  assert.equal(cache.get('two', source), undefined);
  assert.ok(cache.get('one', source));
  assert.ok(cache.get('three', source));
});
