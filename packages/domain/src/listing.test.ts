import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AchievementId, achievementId, scid, titleId } from './ids.ts';
import { instant, never } from './instant.ts';
import {
  listAchievements,
  openChallenges,
  type PlayedTitle,
  pageOf,
  type Selection,
  unlockTimeOf,
  unseenIn,
} from './listing.ts';
import { emptyRecord } from './player-record.ts';
import type { Progress } from './progress.ts';
import { onStat, sampleAchievement, sampleTitle } from './sample-title.ts';
import type { Achievement, Title } from './title.ts';

const january = instant('2026-01-05T10:00:00.1234567Z');
const february = instant('2026-02-01T08:09:10.1112131Z');
const march = instant('2026-03-01T12:00:00Z');
const everything: Selection = {
  types: null,
  unlockedOnly: false,
  possibleOnly: false,
  order: 'Unordered',
  unlockedOnlyIncludesInProgress: false,
};

function played(title: Title, entries: Readonly<Record<string, Progress>> = {}): PlayedTitle {
  const progress = new Map<AchievementId, Progress>();
  for (const [id, is] of Object.entries(entries)) progress.set(achievementId(id), is);
  return { title, record: { ...emptyRecord(january), progress } };
}

function unlocked(unlockedAt: typeof january): Progress {
  return { state: 'Achieved', percent: 100, unlockedAt };
}

const at40: Progress = { state: 'InProgress', percent: 40 };
const four = sampleTitle({
  achievements: ['1', '2', '3', '4'].map((id) => sampleAchievement(id)),
});
const owned = played(four, { 1: unlocked(january), 2: at40, 4: unlocked(february) });

function idsOf(titles: readonly PlayedTitle[], selection: Partial<Selection> = {}): string[] {
  const listed = listAchievements(titles, { ...everything, ...selection });
  return listed.map(({ achievement }) => achievement.id);
}

describe('which achievements are listed', () => {
  const selections: readonly [string, Partial<Selection>, string[]][] = [
    ['everything', {}, ['1', '2', '3', '4']],
    ['what is unlocked', { unlockedOnly: true }, ['1', '4']],
    [
      'what is unlocked or in progress, with the switch',
      { unlockedOnly: true, unlockedOnlyIncludesInProgress: true },
      ['1', '2', '4'],
    ],
    ['persistent ones', { types: new Set(['Persistent']) }, ['1', '2', '3', '4']],
    ['challenges, of which there are none', { types: new Set(['Challenge']) }, []],
    ['what is possible', { possibleOnly: true }, ['1', '2', '3', '4']],
    ['what is possible and unlocked: nothing', { possibleOnly: true, unlockedOnly: true }, []],
  ];
  for (const [what, selection, ids] of selections) {
    test(what, () => assert.deepEqual(idsOf([owned], selection), ids));
  }

  test('what is possible is shown as if the player had never played', () => {
    const listed = listAchievements([owned], { ...everything, possibleOnly: true });
    assert.ok(listed.every(({ progress }) => progress.state === 'NotStarted'));
  });

  test('an archived achievement is listed for who unlocked it, and for nobody else', () => {
    const archived = sampleTitle({
      achievements: ['1', '2'].map((id) => sampleAchievement(id, { archived: true })),
    });
    assert.deepEqual(idsOf([played(archived, { 1: unlocked(january), 2: at40 })]), ['1']);
    assert.deepEqual(idsOf([played(archived)]), []);
  });

  test('of a retired title, what was unlocked is listed', () => {
    const retired = sampleTitle({ retired: true });
    assert.deepEqual(idsOf([played(retired, { 2: unlocked(january), 3: at40 })]), ['2']);
  });

  test('an event-based achievement is in progress as soon as its stat is above zero', () => {
    const requirements = [onStat('EnemiesDefeated', { target: '25' })];
    const title = sampleTitle({ achievements: [sampleAchievement('2', { requirements })] });
    const record = { ...emptyRecord(january), stats: new Map([['EnemiesDefeated', '7']]) };
    const [line] = listAchievements([{ title, record }], everything);
    assert.equal(line?.progress.state, 'InProgress');
  });
});

describe('the order of a list', () => {
  const second = sampleTitle({
    titleId: titleId(1480000003),
    scid: scid('d4510300-1c2d-4e3f-9a4b-5c6d7e8f9a03'),
    achievements: [sampleAchievement('7')],
  });

  for (const order of ['Unordered', 'Title'] as const) {
    test(`${order} is by title, then as the title shows them`, () => {
      assert.deepEqual(idsOf([owned, played(second)], { order }), ['7', '1', '2', '3', '4']);
    });
  }

  test('UnlockTime is latest first, then in progress, then the rest', () => {
    assert.deepEqual(idsOf([owned], { order: 'UnlockTime' }), ['4', '1', '2', '3']);
  });

  test('EndingSoon is earliest end first, then those without a window', () => {
    const ending = (id: string, end: typeof march): Achievement =>
      sampleAchievement(id, { timeWindow: { start: january, end } });
    const title = sampleTitle({
      achievements: [sampleAchievement('1'), ending('2', march), ending('3', february)],
    });
    assert.deepEqual(idsOf([played(title)], { order: 'EndingSoon' }), ['3', '2', '1']);
  });

  test('the titles given stay in the order they were given', () => {
    const titles = [owned, played(second)];
    idsOf(titles);
    assert.equal(titles[0], owned);
  });
});

describe('pageOf', () => {
  const all = ['a', 'b', 'c', 'd', 'e'];
  const pages: readonly [number, number, string[], number | null][] = [
    [0, 2, ['a', 'b'], 2],
    [2, 2, ['c', 'd'], 4],
    [4, 2, ['e'], null],
    [3, 2, ['d', 'e'], null],
    [0, 1000, all, null],
    [5, 2, [], null],
    [99, 2, [], null],
  ];
  for (const [offset, maxItems, items, next] of pages) {
    test(`${maxItems} items from ${offset} end at ${next ?? 'the end'}`, () => {
      assert.deepEqual(pageOf(all, { offset, maxItems }), { items, total: 5, next });
    });
  }

  test('the pages of a list repeat nothing and leave nothing out', () => {
    const seen: string[] = [];
    for (let next: number | null = 0; next !== null; ) {
      const page: ReturnType<typeof pageOf<string>> = pageOf(all, { offset: next, maxItems: 2 });
      seen.push(...page.items);
      next = page.next;
    }
    assert.deepEqual(seen, all);
  });
});

test('open challenges are those whose window holds now, the first to end first', () => {
  const challenge = (id: string, [start, end]: [typeof january, typeof january]): Achievement =>
    sampleAchievement(id, { type: 'Challenge', timeWindow: { start, end } });
  const title = sampleTitle({
    achievements: [
      challenge('60', [january, instant('2026-12-31T00:00:00Z')]),
      challenge('61', [january, march]),
      challenge('62', [january, february]),
      sampleAchievement('63'),
    ],
  });
  const ids = openChallenges([played(title)], march).map(({ achievement }) => achievement.id);
  assert.deepEqual(ids, ['61', '60']);
});

test('what is not unlocked was unlocked never', () => {
  assert.equal(unlockTimeOf(at40), never);
  assert.equal(unlockTimeOf(unlocked(january)), january);
});

describe('a list of titles that were imported from incomplete answers', () => {
  const all = ['a', 'b', 'c'];
  const pages: readonly [number, number, string[], number | null][] = [
    [0, 3, ['a', 'b', 'c'], 3],
    [0, 2, ['a', 'b'], 2],
    [2, 2, ['c'], null],
    [3, 3, [], null],
    [0, 100, all, null],
  ];
  for (const [offset, maxItems, items, next] of pages) {
    test(`counts what was not seen, and ${maxItems} from ${offset} end at ${next ?? 'the end'}`, () => {
      assert.deepEqual(pageOf(all, { offset, maxItems, unseen: 4 }), { items, total: 7, next });
    });
  }

  test('says how many were not seen only where every kind is listed', () => {
    const titles = [sampleTitle({ recorded: { achievements: 73 } }), sampleTitle()];
    assert.equal(unseenIn(titles, everything), 70);
    assert.equal(unseenIn(titles, { ...everything, unlockedOnly: true }), 0);
    assert.equal(unseenIn(titles, { ...everything, types: new Set(['Persistent']) }), 0);
  });
});
