import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from './json.ts';
import { matches } from './placeholder.ts';

describe('an expected value', () => {
  const rows: readonly [Json, Json | undefined, boolean][] = [
    [{ a: [1, 'x', null] }, { a: [1, 'x', null] }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [null, null, true],
    [null, undefined, false],
    ['1', 1, false],
    ['$any', { deep: true }, true],
    ['$any', undefined, false],
    ['$int', 0, true],
    ['$int', 0.5, false],
    ['$int', '7', false],
    ['$date', '2026-03-01T12:00:00.0000000Z', true],
    ['$date', '2026-03-01T12:00:00.123Z', true],
    ['$date', '2026-03-01T12:00:00Z', false],
    ['$date', '2026-13-41T12:00:00.123Z', false],
    ['$date', 5, false],
    [
      { id: '$any', list: [{ at: '$date' }] },
      { id: 3, list: [{ at: '2026-03-01T12:00:00.000Z' }] },
      true,
    ],
    ['$unbound', '$unbound', true],
    ['$unbound', 'else', false],
    ['price: $5', 'price: $5', true],
  ];
  for (const [expected, actual, isMatch] of rows) {
    const is = isMatch ? 'is met by' : 'is not met by';
    test(`${JSON.stringify(expected)} ${is} ${JSON.stringify(actual)}`, () => {
      assert.equal(matches(expected, actual, new Map()), isMatch);
    });
  }

  test('binds a name that later values are held against', () => {
    const bindings = new Map<string, Json>();
    assert.equal(matches([1, 1, 0, '$int:sub', null], [1, 1, 0, 42, null], bindings), true);
    assert.equal(matches([3, '$sub', '$any'], [3, 42, {}], bindings), true);
    assert.equal(matches([3, '$sub', '$any'], [3, 43, {}], bindings), false);
  });
});
