import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from './instant.ts';
import { advance, notStarted, type Progress } from './progress.ts';

const noon = instant('2026-03-01T12:00:00Z');
const later = instant('2026-03-02T12:00:00Z');
const at40: Progress = { state: 'InProgress', percent: 40 };
const unlocked: Progress = { state: 'Achieved', percent: 100, unlockedAt: noon };

describe('advance', () => {
  const rises: readonly [string, Progress, number, Progress][] = [
    ['a first report starts', notStarted, 1, { state: 'InProgress', percent: 1 }],
    ['a higher report rises', at40, 41, { state: 'InProgress', percent: 41 }],
    ['99 does not unlock', at40, 99, { state: 'InProgress', percent: 99 }],
    ['100 unlocks', at40, 100, { state: 'Achieved', percent: 100, unlockedAt: later }],
    [
      'a report above 100 unlocks',
      at40,
      250,
      { state: 'Achieved', percent: 100, unlockedAt: later },
    ],
    [
      '100 unlocks at once',
      notStarted,
      100,
      { state: 'Achieved', percent: 100, unlockedAt: later },
    ],
  ];
  for (const [guarantee, before, reported, after] of rises) {
    test(guarantee, () => assert.deepEqual(advance(before, reported, later), after));
  }

  const stays: readonly [string, Progress, number][] = [
    ['0 starts nothing', notStarted, 0],
    ['a lower report leaves progress where it was', at40, 39],
    ['an equal report leaves progress where it was', at40, 40],
    ['an unlock keeps its moment when 100 comes again', unlocked, 100],
    ['an unlock keeps its moment when more than 100 comes', unlocked, 1000],
    ['an unlock does not fall', unlocked, 5],
  ];
  for (const [guarantee, before, reported] of stays) {
    test(guarantee, () => assert.equal(advance(before, reported, later), before));
  }

  for (const reported of [-1, 12.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    test(`${reported} is not a percent`, () => {
      assert.throws(() => advance(at40, reported, later), RangeError);
    });
  }
});
