import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { achievementsPerTitleMax, localesPerTitleMax, statsPerTitleMax } from './catalog-limits.ts';
import type { CatalogRule } from './finding.ts';
import { achievementId } from './ids.ts';
import { instant } from './instant.ts';
import { check, gamerscoreOf, releasable, withFirst, workshop } from './sample-release.ts';
import { onPercent, onStat, sampleAchievement, sampleTitle } from './sample-title.ts';
import type { Achievement, Reward, Title } from './title.ts';

function reward(type: Reward['type'], part: Partial<Reward> = {}): Reward {
  const empty = { name: null, description: null, value: 'X', mediaAsset: null } as const;
  return { type, valueType: type === 'Gamerscore' ? 'Int' : 'String', ...empty, ...part };
}

const gamerscore25 = reward('Gamerscore', { value: '25' });
const stat = { name: 'BestRank', type: 'Integer' } as const;
const eventBased: Title = {
  ...releasable,
  system: 'EventBased',
  stats: [stat],
  achievements: releasable.achievements.map((one) => ({
    ...one,
    requirements: [onStat('BestRank')],
  })),
};

function eventBasedFirst(part: Partial<Achievement>): Title {
  return withFirst(part, eventBased);
}

const window = { start: instant('2026-02-01T00:00:00Z'), end: instant('2026-03-01T00:00:00Z') };

test('a configuration that keeps every rule is found faultless', () => {
  assert.deepEqual(check(releasable), []);
  assert.deepEqual(check(eventBased), []);
});

describe('checkTitle · what stops a publish', () => {
  const rows: readonly [what: string, title: Title, rule: CatalogRule, path: string][] = [
    ['gamerscore 201', withFirst(gamerscoreOf(201)), 'gamerscore', '/achievements/0/gamerscore'],
    ['gamerscore -1', withFirst(gamerscoreOf(-1)), 'gamerscore', '/achievements/0/gamerscore'],
    ['gamerscore 1.5', withFirst(gamerscoreOf(1.5)), 'gamerscore', '/achievements/0/gamerscore'],
    [
      'a Gamerscore reward of another worth',
      withFirst({ rewards: [reward('Gamerscore', { value: '20' })] }),
      'gamerscore-reward',
      '/achievements/0/rewards/0/value',
    ],
    [
      'a description of 101 characters',
      withFirst({ description: { en: 'x'.repeat(101) } }),
      'description-length',
      '/achievements/0/description/en',
    ],
    [
      'a locked description of 101 characters in a translation',
      withFirst({ lockedDescription: { en: 'x', fr: 'é'.repeat(101) } }),
      'description-length',
      '/achievements/0/lockedDescription/fr',
    ],
    [
      'two Art rewards',
      withFirst({ rewards: [gamerscore25, reward('Art'), reward('Art')] }),
      'reward-types',
      '/achievements/0/rewards/2',
    ],
    [
      'a reward name of 58 characters',
      withFirst({ rewards: [gamerscore25, reward('InApp', { name: { en: 'x'.repeat(58) } })] }),
      'reward-name-length',
      '/achievements/0/rewards/1/name/en',
    ],
    [
      'a reward description of 91 characters',
      withFirst({
        rewards: [gamerscore25, reward('InApp', { description: { en: 'x'.repeat(91) } })],
      }),
      'reward-description-length',
      '/achievements/0/rewards/1/description/en',
    ],
    [
      'a deep link to another scheme',
      withFirst({ deeplink: 'https://example.com' }),
      'deep-link',
      '/achievements/0/deeplink',
    ],
    [
      'a deep link of another title',
      withFirst({ deeplink: 'ms-xbl-6e756f72://kiln' }),
      'deep-link',
      '/achievements/0/deeplink',
    ],
    [
      'a string without the default locale',
      withFirst({ name: { fr: 'Braise' } }),
      'default-locale',
      '/achievements/0/name',
    ],
    [
      'a stat requirement in a title-managed title',
      { ...withFirst({ requirements: [onStat('BestRank')] }), stats: [stat] },
      'one-system',
      '/achievements/0/requirements',
    ],
    [
      'a percent requirement in an event-based title',
      eventBasedFirst({ requirements: [onPercent] }),
      'one-system',
      '/achievements/0/requirements',
    ],
    [
      'an event-based achievement without requirements',
      eventBasedFirst({ requirements: [] }),
      'one-system',
      '/achievements/0/requirements',
    ],
    [
      'a challenge in a title-managed title',
      withFirst({ type: 'Challenge', timeWindow: window }),
      'challenge',
      '/achievements/0/type',
    ],
    [
      'a challenge without a window',
      eventBasedFirst({ type: 'Challenge' }),
      'challenge',
      '/achievements/0/timeWindow',
    ],
    [
      'a window that ends when it starts',
      eventBasedFirst({ timeWindow: { start: window.start, end: window.start } }),
      'time-window',
      '/achievements/0/timeWindow/end',
    ],
    [
      'an estimated time of a day',
      withFirst({ estimatedTime: '24:00:00' }),
      'estimated-time',
      '/achievements/0/estimatedTime',
    ],
    [
      'a target that is no number',
      eventBasedFirst({ requirements: [onStat('BestRank', { target: 'many' })] }),
      'requirement-target',
      '/achievements/0/requirements/0/target',
    ],
    [
      'a fraction as the target of a whole number',
      eventBasedFirst({ requirements: [onStat('BestRank', { target: '1.5' })] }),
      'requirement-target',
      '/achievements/0/requirements/0/target',
    ],
    [
      'a stat that the title does not have',
      eventBasedFirst({ requirements: [onStat('Worst')] }),
      'requirement-stat',
      '/achievements/0/requirements/0/stat',
    ],
    [
      'a requirement on a stat that is text',
      { ...eventBased, stats: [{ name: 'BestRank', type: 'String' }] },
      'requirement-stat',
      '/achievements/0/requirements/0/stat',
    ],
    [
      'two requirements with one id',
      eventBasedFirst({ requirements: [onStat('BestRank'), onStat('BestRank')] }),
      'requirement-id',
      '/achievements/0/requirements/1/id',
    ],
    [
      'two stats with one name',
      { ...eventBased, stats: [stat, stat] },
      'stat-unique',
      '/stats/1/name',
    ],
    [
      'an id that is no number',
      withFirst({ id: achievementId('first') }),
      'id-form',
      '/achievements/0/id',
    ],
    [
      'an id above 32 bits',
      sampleTitle({ achievements: [sampleAchievement('4294967296')] }),
      'id-form',
      '/achievements/0/id',
    ],
    ['an id twice', withFirst({ id: achievementId('2') }), 'id-unique', '/achievements/1/id'],
    ['ids out of order', withFirst({ id: achievementId('99') }), 'id-order', '/achievements/1/id'],
    ['no icon', withFirst({ mediaAssets: [] }), 'icon', '/achievements/0/icon'],
    [
      'an address of 2049 characters',
      withFirst({ mediaAssets: [{ name: 'a', type: 'Icon', url: `/${'x'.repeat(2048)}` }] }),
      'picture',
      '/achievements/0/mediaAssets/0',
    ],
    [
      'legacy traits in a modern title',
      withFirst({ legacy: { imageId: 1, sequence: 0, flags: 9, earnedFlags: 0, platform: 1 } }),
      'legacy-traits',
      '/achievements/0/legacy',
    ],
    [
      'more achievements than a client can ask for',
      {
        ...releasable,
        achievements: Array.from({ length: achievementsPerTitleMax + 1 }, (_, index) =>
          sampleAchievement(String(index + 1)),
        ),
      },
      'title-limits',
      '/achievements',
    ],
    [
      'more locales than allowed',
      { ...releasable, name: localesOf(localesPerTitleMax + 1) },
      'title-limits',
      '/name',
    ],
    [
      'more stats than allowed',
      {
        ...eventBased,
        stats: [stat, ...Array.from({ length: statsPerTitleMax }, (_, n) => statOf(n))],
      },
      'title-limits',
      '/stats',
    ],
  ];
  for (const [what, title, rule, path] of rows) {
    test(`${what} is an error at its place`, () => {
      const errors = check(title).filter(({ severity }) => severity === 'error');
      assert.ok(
        errors.some((one) => one.rule === rule && one.path === path),
        JSON.stringify(errors.slice(0, 5), null, 2),
      );
    });
  }
});

function localesOf(count: number): Record<string, string> {
  const names: Record<string, string> = { en: 'Kiln' };
  for (let index = 1; index < count; index += 1) names[`en-x${index}`] = 'Kiln';
  return names;
}

function statOf(index: number): Title['stats'][number] {
  return { name: `Stat${index}`, type: 'Integer' };
}

describe('checkTitle · what is allowed', () => {
  const rows: readonly [what: string, title: Title][] = [
    ['a description of 100 characters', withFirst({ description: { en: '字'.repeat(100) } })],
    ['100 characters beyond the basic plane', withFirst({ description: { en: '🔥'.repeat(100) } })],
    ['a deep link of the title', withFirst({ deeplink: 'ms-xbl-6e756f71://kiln/7' })],
    ['no deep link', withFirst({ deeplink: null })],
    [
      'one reward of each type, at the length limits',
      withFirst({
        rewards: [
          gamerscore25,
          reward('InApp', { name: { en: 'x'.repeat(57) }, description: { en: 'x'.repeat(90) } }),
          reward('Art'),
        ],
      }),
    ],
    [
      'a challenge with a window in an event-based title',
      eventBasedFirst({ type: 'Challenge', timeWindow: window }),
    ],
    ['an estimated time below a day', withFirst({ estimatedTime: '23:59:59' })],
    [
      'two requirements on one stat',
      eventBasedFirst({
        requirements: [
          onStat('BestRank'),
          { ...onStat('BestRank'), id: '3f0f948f-1111-4222-8333-444455556666', target: '9' },
        ],
      }),
    ],
  ];
  for (const [what, title] of rows) {
    test(`${what} gives no finding`, () => assert.deepEqual(check(title), []));
  }

  for (const value of [0, 200]) {
    test(`gamerscore ${value} keeps the rule of gamerscore`, () => {
      const rules = check(withFirst(gamerscoreOf(value))).map(({ rule }) => rule);
      assert.deepEqual(rules, ['base-set-gamerscore']);
    });
  }

  test('an achievement worth nothing needs no Gamerscore reward', () => {
    const findings = check(withFirst({ gamerscore: 0, rewards: [] }), { sandbox: workshop });
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['base-set-gamerscore'],
    );
  });
});
