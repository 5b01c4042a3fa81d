import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noTotals, possibleTotals, totalsOf } from './gamerscore.ts';
import { type AchievementId, achievementId } from './ids.ts';
import { instant } from './instant.ts';
import { emptyRecord, type PlayerRecord } from './player-record.ts';
import type { Progress } from './progress.ts';
import { sampleAchievement, sampleTitle } from './sample-title.ts';

const january = instant('2026-01-05T10:00:00.1234567Z');
const february = instant('2026-02-01T08:09:10.1112131Z');
const title = sampleTitle({
  achievements: [
    sampleAchievement('1'),
    sampleAchievement('2', { gamerscore: 50 }),
    sampleAchievement('3', { gamerscore: 10, archived: true }),
  ],
});

function recordOf(...entries: readonly [id: string, progress: Progress][]): PlayerRecord {
  const progress = new Map<AchievementId, Progress>();
  for (const [id, is] of entries) progress.set(achievementId(id), is);
  return { ...emptyRecord(january), progress };
}

function unlockedAt(unlockedAt: typeof january): Progress {
  return { state: 'Achieved', percent: 100, unlockedAt };
}

test('a player without unlocks has nothing', () => {
  const record = recordOf(['1', { state: 'InProgress', percent: 99 }]);
  assert.deepEqual(totalsOf(title, record), noTotals);
});

test('unlocks are counted, summed, and the last is remembered', () => {
  const record = recordOf(['1', unlockedAt(february)], ['2', unlockedAt(january)]);
  assert.deepEqual(totalsOf(title, record), { earned: 2, gamerscore: 75, lastUnlock: february });
});

test('a revoked unlock counts for nothing', () => {
  const record = recordOf(['1', unlockedAt(february)], ['2', unlockedAt(january)]);
  const revoked = { ...record, revoked: new Set([achievementId('1')]) };
  assert.deepEqual(totalsOf(title, revoked), { earned: 1, gamerscore: 50, lastUnlock: january });
});

test('an archived achievement that was unlocked keeps its Gamerscore', () => {
  assert.equal(totalsOf(title, recordOf(['3', unlockedAt(january)])).gamerscore, 10);
});

test('what could be earned leaves archived achievements out', () => {
  assert.deepEqual(possibleTotals(title), { achievements: 2, gamerscore: 75 });
});
