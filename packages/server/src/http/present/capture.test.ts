import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { schema } from '@laurel/contract';
import {
  checkTitle,
  emptyRecord,
  findAchievement,
  hasErrors,
  importState,
  instant,
  listAchievements,
  type PlayerRecord,
  pageOf,
  rarityOf,
  retail,
  type Selection,
  type Title,
  unseenIn,
} from '@laurel/domain';
import { type CapturedTitle, type CaptureFile, readCaptures } from '../../services/capture.ts';
import { readTitle } from '../../services/title-document.ts';
import { presentAchievement } from './achievement.ts';
import { presentLegacyAchievement } from './legacy-achievement.ts';
import { presentPaging } from './page.ts';
import { challenge, modernRow, progression } from './sample-recording.ts';

/*
 * Recorded answers, imported and shown again. The recordings of the real service are not part of
 * this repository: they are read from the folder that LAUREL_RECORDINGS names, or from where they
 * lie beside it.
 */

const receivedAt = instant('2026-03-01T12:00:00Z');
const everything: Selection = {
  types: null,
  unlockedOnly: false,
  possibleOnly: false,
  order: 'Unordered',
  unlockedOnlyIncludesInProgress: false,
};

/** Every member that our answers have and recorded ones do not. */
const addedMembers = ['progression.achievementState', 'platform', 'pagingInfo.totalItems'];

function captureFile(name: string, json: unknown, locale = 'en-US'): CaptureFile {
  return { name, text: JSON.stringify(json), locale };
}

/** Reads the title from its document and takes the state over, as an import does. */
function imported({ document, state }: CapturedTitle): { title: Title; record: PlayerRecord } {
  const { title } = readTitle(JSON.parse(JSON.stringify(document)), 1);
  assert.ok(title);
  assert.equal(hasErrors(checkTitle(title, { sandbox: retail })), false);
  const before = emptyRecord(receivedAt);
  return { title, record: importState(title, before, { state, receivedAt }).record };
}

/** The page that asking for it again gives. */
function served(captured: CapturedTitle, { maxItems }: { maxItems: number }): unknown {
  const { title, record } = imported(captured);
  const listed = listAchievements([{ title, record }], everything);
  const page = pageOf(listed, { offset: 0, maxItems, unseen: unseenIn([title], everything) });
  const hasRarity = captured.figures.length > 0;
  const view = {
    title,
    locales: [title.defaultLocale],
    rarity: hasRarity
      ? new Map(
          captured.figures.map((one) => [String(one.achievementId), rarityOf(one.percentage)]),
        )
      : null,
    assetBase: 'https://laurel.example',
    achievedRequirements: 'empty',
    redactSecrets: false,
  } as const;
  return {
    achievements: page.items.map(({ achievement, progress }) =>
      presentAchievement(view, achievement, {
        progress,
        stats: record.stats,
        isRevoked: record.revoked.has(achievement.id),
      }),
    ),
    pagingInfo: presentPaging(page),
  };
}

/** What an answer has beyond another, by path; fails where they differ in anything else. */
function additions(ours: unknown, recorded: unknown, path = ''): string[] {
  if (typeof recorded !== 'object' || recorded === null) {
    assert.deepEqual(ours, recorded, path);
    return [];
  }
  assert.ok(typeof ours === 'object' && ours !== null, path);
  if (Array.isArray(recorded)) {
    assert.ok(Array.isArray(ours), path);
    assert.equal(ours.length, recorded.length, `${path} has another length`);
    return recorded.flatMap((one, index) => additions(ours[index], one, path));
  }
  for (const key of Object.keys(recorded)) assert.ok(key in ours, `${path}.${key} is missing`);
  return Object.entries(ours).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return key in recorded ? additions(value, Reflect.get(recorded, key), at) : [at];
  });
}

/** The paths of what we add, seen from one achievement. */
function addedTo(ours: unknown, recorded: unknown): string[] {
  const paths = additions(ours, recorded).map((path) => path.replace(/^achievements\./, ''));
  return [...new Set(paths)];
}

const zero = '00000000-0000-0000-0000-000000000000';

describe('a recorded page, imported and asked for again', () => {
  const eventBased = {
    achievements: [
      modernRow('1'),
      modernRow('2', {
        progressState: 'InProgress',
        progression: progression([
          ['3', 'MAXIMUM'],
          [null, 'Minimum'],
          ['0', 'sum'],
        ]),
      }),
      modernRow('14', {
        progressState: 'Achieved',
        progression: progression([['43', 'Maximum']], '2026-01-02T03:04:05.6789012Z'),
        isRevoked: true,
      }),
      challenge,
    ],
    pagingInfo: { continuationToken: '4', totalRecords: 9 },
  };
  const titleManaged = {
    achievements: [
      modernRow('1', {
        progressState: 'Achieved',
        progression: { requirements: [], timeUnlocked: '2026-01-05T10:00:00.1234567Z' },
        deeplink: '',
        rarity: { currentCategory: 'Common', currentPercentage: 64.86 },
      }),
      modernRow('2', {
        progressState: 'InProgress',
        progression: {
          requirements: [
            {
              id: zero,
              current: '33',
              target: '100',
              operationType: 'Sum',
              valueType: 'Integer',
              ruleParticipationType: 'Individual',
            },
          ],
          timeUnlocked: '0001-01-01T00:00:00.0000000Z',
        },
        deeplink: null,
        rarity: { currentCategory: 'Rare', currentPercentage: 9.91 },
      }),
    ],
    pagingInfo: { continuationToken: null, totalRecords: 2 },
  };
  for (const [what, page] of Object.entries({ eventBased, titleManaged })) {
    test(`is the same but for what we add (${what})`, () => {
      const { titles, notes } = readCaptures([captureFile('page.json', page)], { receivedAt });
      const [captured] = titles;
      assert.ok(captured);
      const ours = served(captured, { maxItems: page.achievements.length });
      assert.deepEqual(addedTo(ours, page), addedMembers);
      const said = page.pagingInfo.totalRecords > page.achievements.length ? 1 : 0;
      assert.equal(notes.length, said);
    });
  }

  test('is a valid answer by our own declaration', () => {
    const [captured] = readCaptures([captureFile('page.json', eventBased)], { receivedAt }).titles;
    assert.ok(captured);
    const ours = served(captured, { maxItems: 4 });
    assert.deepEqual(schema.AchievementsPage.safeParse(ours).error, undefined);
  });
});

describe('recordings of one title are merged', () => {
  test('a detail adds to a list what the list lacks, and the order is that of the ids', () => {
    const { titles } = readCaptures(
      [
        captureFile('detail.json', { achievement: modernRow('20') }),
        captureFile('list.json', {
          achievements: [modernRow('3')],
          pagingInfo: { continuationToken: '1', totalRecords: 30 },
        }),
      ],
      { receivedAt },
    );
    assert.deepEqual(
      titles.map(({ document }) => document.achievements.map(({ id }) => id)),
      [['3', '20']],
    );
    assert.deepEqual(titles[0]?.document.recorded, { achievements: 30 });
  });

  test('another language adds its texts', () => {
    const { titles } = readCaptures(
      [
        captureFile('en.json', { achievements: [modernRow('1', { name: 'Row' })] }),
        captureFile('de.json', { achievements: [modernRow('1', { name: 'Reihe' })] }, 'de-de'),
      ],
      { receivedAt },
    );
    assert.deepEqual(titles[0]?.document.achievements[0]?.name, {
      'en-US': 'Row',
      'de-DE': 'Reihe',
    });
  });

  test('the state that came furthest counts', () => {
    const unlocked = modernRow('1', {
      progressState: 'Achieved',
      progression: progression([['5', 'Sum']], '2026-01-02T03:04:05.6789012Z'),
    });
    const files = [{ achievements: [unlocked] }, { achievements: [modernRow('1')] }];
    const [captured] = readCaptures(
      files.map((json, index) => captureFile(`${index}.json`, json)),
      { receivedAt },
    ).titles;
    assert.equal(captured?.state.progress.size, 1);
    assert.equal(captured?.state.lastPlayedAt, '2026-01-02T03:04:05.6789012Z');
  });

  test('lists of several titles become several titles, each without a total', () => {
    const other = modernRow('1', { titleAssociations: [{ name: 'Arena', id: 1600000004 }] });
    const { titles } = readCaptures(
      [
        captureFile('all.json', {
          achievements: [modernRow('1'), other],
          pagingInfo: { continuationToken: '2', totalRecords: 900 },
        }),
      ],
      { receivedAt },
    );
    assert.deepEqual(
      titles.map(({ title }) => [title.titleId, title.recorded?.achievements]),
      [
        [1600000004, 1],
        [1700000002, 1],
      ],
    );
  });

  test('importing the same again changes nothing of the document', () => {
    const file = captureFile('page.json', { achievements: [modernRow('1'), challenge] });
    const [once] = readCaptures([file], { receivedAt }).titles;
    const [twice] = readCaptures([file, file], { receivedAt }).titles;
    assert.deepEqual(twice, once);
  });
});

describe('what is no recorded answer', () => {
  const rows: readonly [what: string, text: string, message: RegExp][] = [
    ['no JSON', '<html>', /^x\.json must be the JSON body of a recorded answer; got "<html>"$/],
    [
      'a row that lacks something',
      JSON.stringify({ achievements: [modernRow('1'), modernRow('2', { rewards: undefined })] }),
      /^x\.json is not as the service answers: \/achievements\/1\/rewards is missing/,
    ],
    [
      'a row of the wrong type',
      JSON.stringify({ achievements: [modernRow('1', { id: 1 })] }),
      /\/achievements\/0\/id must be text; got the number 1$/,
    ],
  ];
  for (const [what, text, message] of rows) {
    test(`${what} is refused with the file and the place`, () => {
      const files = [{ name: 'x.json', text, locale: 'en' }];
      assert.throws(() => readCaptures(files, { receivedAt }), { message, code: 'InvalidBody' });
    });
  }

  test('JSON of another kind is left out with a note', () => {
    const { titles, notes } = readCaptures([captureFile('x.json', { groups: [] })], { receivedAt });
    assert.deepEqual(titles, []);
    assert.deepEqual(notes, [
      'x.json holds no achievements and no title history, so it was left out',
    ]);
  });
});

const beside = new URL('../../../../../../shared/reference/captures', import.meta.url);
const recordings = process.env.LAUREL_RECORDINGS ?? fileURLToPath(beside);
const absent =
  !existsSync(recordings) && 'there are no recordings; LAUREL_RECORDINGS may name a folder';

function recorded(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(recordings, `${name}.json`), 'utf8'));
}

function importOf(names: readonly string[], locale: string): ReturnType<typeof readCaptures> {
  const files = names.map((name) => captureFile(`${name}.json`, recorded(name), locale));
  return readCaptures(files, { receivedAt });
}

describe('the recordings of the real service', { skip: absent }, () => {
  test('the page of Halo 5 comes back, and all we add is listed', () => {
    const page = recorded('achievements_one_gameprogress');
    const names = [
      'achievements_one_gameprogress',
      'achievements_one_details',
      'achievements_one_recent_progress',
    ];
    const { titles, notes } = importOf(names, 'en-US');
    const [halo, ...others] = titles;
    assert.ok(halo);
    assert.deepEqual(others, []);
    assert.deepEqual(addedTo(served(halo, { maxItems: 32 }), page), addedMembers);
    assert.match(notes.join('\n'), /titleId 219630713: 32 of 73 achievements were recorded/);
  });

  test('the detail of Halo 5 comes back', () => {
    const detail = recorded('achievements_one_details');
    const [halo] = importOf(['achievements_one_details'], 'en-US').titles;
    assert.ok(halo);
    assert.deepEqual(addedTo(served(halo, { maxItems: 32 }), detail), addedMembers);
  });

  test('the Xbox 360 lists come back: all of them locked, and the one that was earned', () => {
    const names = [
      'achievements_360_all',
      'achievements_360_earned',
      'achievements_360_recent_progress',
    ];
    const [hexic, ...others] = importOf(names, 'de-DE').titles;
    assert.ok(hexic);
    assert.deepEqual(others, []);
    const { title, record } = imported(hexic);
    assert.deepEqual(title.name, { 'de-DE': 'Hexic' });
    assert.deepEqual(title.legacy, { titleType: 1, platforms: [15] });
    const view = { title, locales: ['de-DE'], rarity: null };
    const nothing = { state: 'NotStarted', percent: 0 } as const;
    const all = title.achievements.map((achievement) =>
      presentLegacyAchievement(view, achievement, { progress: nothing, isRevoked: false }),
    );
    assert.deepEqual(all, recorded('achievements_360_all').achievements);
    const earned = [...record.progress].map(([id, progress]) => {
      const achievement = findAchievement(title, id);
      assert.ok(achievement);
      return presentLegacyAchievement(view, achievement, { progress, isRevoked: false });
    });
    assert.deepEqual(earned, recorded('achievements_360_earned').achievements);
  });

  test('every other recording is left out with a note, none is refused', () => {
    for (const name of ['auth_title_endpoints', 'userstats_batch', 'titlehub_titlehistory']) {
      const { titles, notes } = importOf([name], 'en-US');
      assert.deepEqual([titles.length, notes.length], [0, 1], name);
    }
  });
});
