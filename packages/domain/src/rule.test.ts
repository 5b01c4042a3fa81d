import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { achievementId } from './ids.ts';
import { instant } from './instant.ts';
import { emptyRecord } from './player-record.ts';
import { notStarted, type Progress } from './progress.ts';
import { currentOf, holds, standingOf } from './rule.ts';
import { onPercent, onStat, sampleAchievement } from './sample-title.ts';
import type { Operation } from './title.ts';

const at33: Progress = { state: 'InProgress', percent: 33 };
const stats = new Map([
  ['EnemiesDefeated', '7'],
  ['Misses', '0'],
]);

describe('currentOf', () => {
  const nobody = new Map<string, string>();
  test('a requirement on the percent is as far as the percent', () => {
    assert.equal(currentOf(onPercent, { progress: at33, stats: nobody }), '33');
    assert.equal(currentOf(onPercent, { progress: notStarted, stats: nobody }), '0');
  });

  test('a requirement on a stat is as far as the stat', () => {
    assert.equal(currentOf(onStat('EnemiesDefeated'), { progress: notStarted, stats }), '7');
  });

  test('a stat without a value is nowhere', () => {
    assert.equal(currentOf(onStat('Other'), { progress: notStarted, stats }), null);
  });
});

describe('holds', () => {
  const rows: readonly [Operation, string, string | null, boolean][] = [
    ['Sum', '25', '24', false],
    ['Sum', '25', '25', true],
    ['Sum', '25', '43', true],
    ['Maximum', '1', '0.5', false],
    ['Maximum', '1', '1.0', true],
    ['Minimum', '1', '1', true],
    ['Minimum', '1', '0', true],
    ['Minimum', '1', '2', false],
    ['Minimum', '1', null, false],
    ['Sum', '0', null, false],
    ['Sum', '0', '0', true],
    ['Sum', '9', '10', true],
  ];
  for (const [operation, target, current, expected] of rows) {
    test(`${operation}: ${current} toward ${target} is ${expected}`, () => {
      assert.equal(holds(onStat('EnemiesDefeated', { operation, target }), current), expected);
    });
  }
});

describe('standingOf', () => {
  const id = achievementId('2');
  const empty = emptyRecord(instant('2026-03-01T12:00:00Z'));
  const withStats = { ...empty, stats };

  function standing(requirements: ReturnType<typeof onStat>[]): Progress {
    return standingOf(sampleAchievement('2', { requirements }), withStats);
  }

  test('what is recorded counts first', () => {
    const record = { ...withStats, progress: new Map([[id, at33]]) };
    const requirements = [onStat('EnemiesDefeated')];
    assert.equal(standingOf(sampleAchievement('2', { requirements }), record), at33);
  });

  test('a title-managed achievement without progress is not started, whatever the stats', () => {
    assert.equal(standingOf(sampleAchievement('2'), withStats), notStarted);
  });

  test('a stat above zero means in progress', () => {
    const progress = standing([onStat('EnemiesDefeated', { target: '25' })]);
    assert.deepEqual(progress, { state: 'InProgress', percent: 28 });
  });

  test('a stat at zero means not started', () => {
    assert.equal(standing([onStat('Misses')]), notStarted);
  });

  test('any of several stats above zero is enough', () => {
    assert.equal(standing([onStat('Misses'), onStat('EnemiesDefeated')]).state, 'InProgress');
  });

  test('the percentage shown stays below 100 until the unlock', () => {
    assert.equal(standing([onStat('EnemiesDefeated', { target: '5' })]).percent, 99);
    assert.equal(standing([onStat('EnemiesDefeated', { target: '70000' })]).percent, 1);
  });

  test('a minimum and a target of zero show 1 %', () => {
    const minimum = onStat('EnemiesDefeated', { operation: 'Minimum', target: '1' });
    assert.equal(standing([minimum]).percent, 1);
    assert.equal(standing([onStat('EnemiesDefeated', { target: '0' })]).percent, 1);
  });
});
