import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentMap } from './recent-map.ts';

function filled(entriesMax: number, count: number): RecentMap<number, string> {
  const map = new RecentMap<number, string>(entriesMax);
  for (let key = 0; key < count; key += 1) map.set(key, `value ${key}`);
  return map;
}

test('the half that was used last is kept', () => {
  const map = filled(8, 100);
  assert.deepEqual(
    [96, 97, 98, 99].map((key) => map.get(key)),
    ['value 96', 'value 97', 'value 98', 'value 99'],
  );
});

test('no more is kept than was said', () => {
  const map = filled(8, 100);
  const kept = Array.from({ length: 92 }, (_, key) => map.get(key));
  assert.ok(kept.every((value) => value === undefined));
});

test('entries count by their weight', () => {
  const map = new RecentMap<number, string>(20, (_, value) => value.length);
  for (const key of [1, 2, 3, 4, 5]) map.set(key, 'five!');
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((key) => map.get(key) !== undefined),
    [false, false, true, true, true],
  );
});

test('what is used again and again is kept however much comes between', () => {
  const map = filled(8, 4);
  for (let key = 4; key < 100; key += 1) {
    assert.equal(map.get(0), 'value 0', `before ${key}`);
    map.set(key, `value ${key}`);
  }
});

test('the age is another as soon as something may be forgotten', () => {
  const map = filled(8, 2);
  const { age } = map;
  map.set(2, 'value 2');
  map.set(3, 'value 3');
  assert.equal(map.get(0), 'value 0');
  assert.equal(map.age, age);
  for (const change of [() => map.set(4, 'value 4'), () => map.delete(4), () => map.clear()]) {
    const before = map.age;
    change();
    assert.notEqual(map.age, before);
  }
});

test('a value that is set again is the new one, and one that is deleted is gone', () => {
  const map = filled(8, 6);
  map.set(1, 'new');
  assert.equal(map.get(1), 'new');
  map.delete(1);
  assert.equal(map.get(1), undefined);
  map.clear();
  assert.equal(map.get(5), undefined);
});
