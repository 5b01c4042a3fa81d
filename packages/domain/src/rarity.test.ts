import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rarityOf, unknownRarity, unlockPercentage } from './rarity.ts';

describe('rarityOf', () => {
  const categories: readonly [number, 'Common' | 'Rare'][] = [
    [0, 'Rare'],
    [0.5, 'Rare'],
    [5, 'Rare'],
    [9.91, 'Rare'],
    [10.9, 'Rare'],
    [10.94, 'Rare'],
    [10.95, 'Common'],
    [11, 'Common'],
    [11.78, 'Common'],
    [16.05, 'Common'],
    [64.86, 'Common'],
    [100, 'Common'],
  ];
  for (const [percentage, category] of categories) {
    test(`${percentage} % is ${category}`, () => {
      assert.deepEqual(rarityOf(percentage), { percentage, category });
    });
  }

  test('what nobody has counted is Unset at 0 %', () => {
    assert.deepEqual(rarityOf(null), unknownRarity);
    assert.deepEqual(unknownRarity, { category: 'Unset', percentage: 0 });
  });
});

describe('unlockPercentage', () => {
  const shares: readonly [number, number, number | null][] = [
    [0, 10, 0],
    [10, 10, 100],
    [1, 3, 33.33],
    [2, 3, 66.67],
    [1, 8, 12.5],
    [1, 800, 0.13],
    [1, 20_000, 0.01],
    [1, 20_001, 0],
    [11, 10, 100],
    [0, 0, null],
    [24, 37, 64.86],
    [1_999_999, 2_000_000, 100],
  ];
  for (const [unlocks, players, percentage] of shares) {
    test(`${unlocks} of ${players} players are ${percentage} %`, () => {
      assert.equal(unlockPercentage({ unlocks, players }), percentage);
    });
  }
});
