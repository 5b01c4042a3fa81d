import { equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleAchievement } from '../manager/sample-achievement.ts';
import { toastOf } from './toast-content.ts';
import { englishTexts, wordsOf } from './toast-texts.ts';

const open = { texts: englishTexts, hidesSecrets: false };
const veiled = { texts: englishTexts, hidesSecrets: true };
const lamp = { id: '1', name: 'First Light', description: 'Lit the lamp', gamerscore: 20 };

describe('the words of a toast', () => {
  test('the name of the achievement is the headline', () => {
    const { overline, headline, detail, points } = wordsOf([lamp], open);
    equal(
      [overline, headline, detail, points].join('|'),
      'Achievement unlocked|First Light|Lit the lamp|20 G',
    );
  });

  test('all that is seen is said in one announcement', () => {
    const toast = { ...lamp, isRare: true, rarityPercentage: 4.31, delivery: 'pending' } as const;
    equal(
      wordsOf([toast], open).announcement,
      'Rare achievement unlocked: First Light. Lit the lamp. 20 G. 4.3 % of players. Will be saved when you are online.',
    );
  });

  test('a burst tells how many, their names and all points', () => {
    const toasts = ['A', 'B', 'C', 'D'].map((name) => ({ id: name, name, gamerscore: 10 }));
    const { headline, detail, points } = wordsOf(toasts, open);
    equal([headline, detail, points].join('|'), '4 achievements|A, B, C +1|40 G');
  });

  test('a secret is told once it is unlocked', () => {
    equal(wordsOf([{ ...lamp, isSecret: true }], open).headline, 'First Light');
  });

  test('where screens are shared a secret stays one, in what is said as well', () => {
    const { headline, announcement } = wordsOf([{ ...lamp, isSecret: true }], veiled);
    equal(headline, 'Secret achievement');
    match(announcement, /^((?!Light|lamp).)*$/);
  });

  test('an achievement is told with its icon, points and rarity', () => {
    const toast = toastOf(sampleAchievement('2', { percent: 100, isSecret: true }));
    equal(toast.icon, 'https://img.example/2.png');
    equal(toast.gamerscore, 25);
    equal(toast.isSecret, true);
  });
});
