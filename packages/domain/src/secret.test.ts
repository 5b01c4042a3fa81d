import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from './instant.ts';
import { notStarted, type Progress } from './progress.ts';
import { sampleAchievement } from './sample-title.ts';
import { isWithheld, secretTexts, type Viewer, withholdSecret } from './secret.ts';

const secret = sampleAchievement('4', {
  secret: true,
  deeplink: 'ms-xbl-6e756f71://kiln/4',
  rewards: [
    ...sampleAchievement('4').rewards,
    {
      type: 'InApp',
      name: { en: 'Ash Cloak' },
      description: { en: 'Wear it' },
      value: 'ASH_CLOAK',
      valueType: 'String',
      mediaAsset: null,
    },
  ],
});
const open = sampleAchievement('4');
const at40: Progress = { state: 'InProgress', percent: 40 };
const unlocked: Progress = {
  state: 'Achieved',
  percent: 100,
  unlockedAt: instant('2026-03-01T12:00:00Z'),
};

describe('isWithheld', () => {
  const rows: readonly [string, typeof secret, Progress, Viewer, boolean, boolean][] = [
    ['locked, another looks, the switch is on', secret, notStarted, 'other', true, true],
    ['in progress, another looks, the switch is on', secret, at40, 'other', true, true],
    ['unlocked, another looks, the switch is on', secret, unlocked, 'other', true, false],
    ['locked, the owner looks', secret, notStarted, 'owner', true, false],
    ['locked, another looks, the switch is off', secret, notStarted, 'other', false, false],
    ['not secret, another looks, the switch is on', open, notStarted, 'other', true, false],
  ];
  for (const [situation, achievement, progress, viewer, redactForOthers, withheld] of rows) {
    test(`${situation}: ${withheld ? 'withheld' : 'shown'}`, () => {
      const looks = { progress, viewer, redactForOthers };
      assert.equal(isWithheld(achievement, looks), withheld);
    });
  }
});

describe('withholdSecret', () => {
  const shown = withholdSecret(secret, { languages: ['fr-FR'], placeholderUrl: '/secret.png' });

  test('nothing that tells what it is remains', () => {
    const text = JSON.stringify(shown);
    for (const word of ['Ember', 'Done', 'Do 4', 'Ash', 'Wear', 'ASH_CLOAK', '4.png', 'kiln']) {
      assert.ok(!text.includes(word), word);
    }
  });

  test('its id, its Gamerscore and that it is secret remain', () => {
    assert.equal(shown.id, '4');
    assert.equal(shown.gamerscore, 25);
    assert.deepEqual(
      shown.rewards.map(({ type, value }) => [type, value]),
      [['Gamerscore', '25']],
    );
    assert.equal(shown.secret, true);
  });

  test('the placeholder is its only picture', () => {
    assert.deepEqual(
      shown.mediaAssets.map(({ url }) => url),
      ['/secret.png'],
    );
  });
});

describe('secretTexts', () => {
  const names: readonly [string, string][] = [
    ['fr-CA', 'Succès secret'],
    ['zh-Hant-TW', '祕密成就'],
    ['tlh', 'Secret achievement'],
  ];
  for (const [language, name] of names) {
    test(`a reader of ${language} gets "${name}"`, () => {
      assert.equal(secretTexts([language]).name, name);
    });
  }
});
