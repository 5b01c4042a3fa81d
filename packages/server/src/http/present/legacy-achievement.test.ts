import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Achievement, instant, type Progress } from '@laurel/domain';
import { sampleAchievement, sampleTitle } from '../../services/sample-world.ts';
import { type LegacyView, presentLegacyAchievement } from './legacy-achievement.ts';

const title = sampleTitle({ generation: 'Xbox360' });
const view: LegacyView = { title, locales: ['en'], rarity: null };
const leap: Achievement = sampleAchievement('3', {
  gamerscore: 15,
  legacy: { imageId: 2, sequence: 16, flags: 9, earnedFlags: 0x130000, platform: 1 },
});
const locked: Progress = { state: 'NotStarted', percent: 0 };
const unlocked: Progress = {
  state: 'Achieved',
  percent: 100,
  unlockedAt: instant('2024-09-16T18:14:54.453Z'),
};

const lockedRow = {
  id: 3,
  titleId: 1853190001,
  name: 'Ember 3',
  sequence: 0,
  flags: 9,
  unlockedOnline: false,
  unlocked: false,
  isSecret: false,
  platform: 255,
  gamerscore: 15,
  imageId: 2,
  description: 'Done 3',
  lockedDescription: 'Do 3',
  type: 1,
  isRevoked: false,
  timeUnlocked: '2002-11-15T00:00:00.0000000Z',
};

function shown(progress: Progress, part: Partial<LegacyView> = {}, achievement = leap): unknown {
  return presentLegacyAchievement({ ...view, ...part }, achievement, {
    progress,
    isRevoked: false,
  });
}

describe('an Xbox 360 achievement', () => {
  test('while locked says nothing of how it will be earned', () => {
    assert.deepEqual(shown(locked), lockedRow);
  });

  test('when earned says when, where and how', () => {
    assert.deepEqual(shown(unlocked), {
      ...lockedRow,
      sequence: 16,
      flags: 1245193,
      unlockedOnline: true,
      unlocked: true,
      platform: 1,
      timeUnlocked: '2024-09-16T18:14:54.4530000Z',
    });
  });

  test('keeps numbers of 32 bits positive', () => {
    const legacy = {
      imageId: 2,
      sequence: 2 ** 32 - 1,
      flags: 9,
      earnedFlags: 2 ** 31,
      platform: 1,
    };
    const row = shown(unlocked, {}, { ...leap, legacy });
    assert.equal(Reflect.get(Object(row), 'sequence'), 4294967295);
    assert.equal(Reflect.get(Object(row), 'flags'), 2147483657);
  });

  test('has rarity only in a version that shows it', () => {
    const rarity = new Map([['3', { percentage: 4.31, category: 'Rare' as const }]]);
    assert.deepEqual(shown(locked, { rarity }), {
      ...lockedRow,
      rarity: { currentCategory: 'Rare', currentPercentage: 4.31 },
    });
  });

  test('has the members in the order of recorded answers', () => {
    assert.deepEqual(Object.keys(Object(shown(locked))), Object.keys(lockedRow));
  });
});
