import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AmendedMap } from './amended-map.ts';

const base = new Map([
  ['a', 1],
  ['b', 2],
]);

test('an amended map is what a changed copy would be, in the same order', () => {
  const changes = new Map([
    ['b', 20],
    ['c', 30],
  ]);
  const amended = new AmendedMap(base, changes);
  const copy = new Map([...base, ...changes]);
  assert.deepEqual([...amended], [...copy]);
  assert.deepEqual([...amended.keys()], [...copy.keys()]);
  assert.deepEqual([...amended.values()], [...copy.values()]);
  assert.equal(amended.size, copy.size);
  const seen: [string, number][] = [];
  amended.forEach((value, key) => {
    seen.push([key, value]);
  });
  assert.deepEqual(seen, [...copy]);
  for (const key of ['a', 'b', 'c', 'd']) {
    assert.equal(amended.get(key), copy.get(key));
    assert.equal(amended.has(key), copy.has(key));
  }
});

test('the map it was made from stays as it was', () => {
  new AmendedMap(base, new Map([['a', 7]]));
  assert.equal(base.get('a'), 1);
});

test('amending an amended map makes no chain', () => {
  const once = new AmendedMap(base, new Map([['a', 7]]));
  const twice = new AmendedMap(once, new Map([['c', 9]]));
  assert.equal(twice.base, base);
  assert.deepEqual(
    [...twice],
    [
      ['a', 7],
      ['b', 2],
      ['c', 9],
    ],
  );
});
