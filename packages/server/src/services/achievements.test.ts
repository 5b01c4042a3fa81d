import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  achievementId,
  emptyRecord,
  instant,
  noTotals,
  type PlayerRecord,
  Refusal,
  retail,
  type Title,
  titleId,
  xuid,
} from '@laurel/domain';
import { sampleAchievement, sampleTitle } from '@laurel/domain/sample-title';
import { createTestClock } from '../clock.ts';
import type { StoredRecord } from '../store/store.ts';
import { createAchievementsService } from './achievements.ts';
import { refused } from './refused.ts';
import { alice, callerOf, noon } from './sample-world.ts';

const kiln = sampleTitle();
const asker = callerOf(alice, { gamertag: 'Emberling' });
const reading = { asker, owner: alice };

function storedOf(title: Title, unlocked: readonly string[]): StoredRecord {
  const record: PlayerRecord = {
    ...emptyRecord(noon),
    progress: new Map(
      unlocked.map((id) => [
        achievementId(id),
        { state: 'Achieved', percent: 100, unlockedAt: noon },
      ]),
    ),
  };
  const key = { sandbox: retail, xuid: alice, scid: title.scid };
  return { key, version: 1, totals: noTotals, lastPlayedAt: noon, record };
}

function serviceOf(published: readonly Title[], stored: readonly StoredRecord[] = []) {
  return createAchievementsService({
    records: {
      read: async ({ scid }) => stored.find(({ key }) => key.scid === scid),
      ofPlayer: async () => stored,
    },
    titles: {
      byScid: (_, scid) => published.find((title) => title.scid === scid),
      byTitleId: (_, id) => published.find((title) => title.titleId === id),
      all: () => published,
    },
    privacy: {
      requireGameHistory(_, owner) {
        if (owner !== alice) throw new Refusal('HiddenByPrivacy', 'hidden');
      },
    },
    clock: createTestClock(noon),
  });
}

const hidden = sampleTitle({ public: false });
const modern = { titleIds: null, generation: 'Modern' } as const;

test('without title ids, a list is made of the titles the player has touched', async () => {
  assert.deepEqual(await serviceOf([kiln]).seen(reading, modern), []);
  const touched = await serviceOf([kiln], [storedOf(kiln, ['1'])]).seen(reading, modern);
  assert.deepEqual(
    touched.map(({ title }) => title),
    [kiln],
  );
});

test('an unknown title and one of the other generation are left out', async () => {
  const asked = { titleIds: [kiln.titleId, titleId(7)], generation: 'Xbox360' } as const;
  assert.deepEqual(await serviceOf([kiln]).seen(reading, asked), []);
});

test('a title asked for twice is read once', async () => {
  const asked = { titleIds: [kiln.titleId, kiln.titleId], generation: 'Modern' } as const;
  assert.equal((await serviceOf([kiln]).seen(reading, asked)).length, 1);
});

test('a title that is not public is refused when asked for and left out otherwise', async () => {
  const service = serviceOf([hidden], [storedOf(hidden, ['1'])]);
  const asked = { titleIds: [hidden.titleId], generation: 'Modern' } as const;
  await assert.rejects(async () => service.seen(reading, asked), refused('TitleClaimRequired'));
  assert.deepEqual(await service.seen(reading, modern), []);
  const claimed = { ...reading, asker: { ...asker, titleId: hidden.titleId } };
  assert.equal((await service.seen(claimed, asked)).length, 1);
});

test('privacy is asked before anything is read', async () => {
  const other = { asker, owner: xuid('2') };
  const service = serviceOf([kiln]);
  const first = { scid: kiln.scid, achievementId: achievementId('1') };
  await assert.rejects(async () => service.seen(other, modern), refused('HiddenByPrivacy'));
  await assert.rejects(service.one(other, first), refused('HiddenByPrivacy'));
  await assert.rejects(service.featured(other), refused('HiddenByPrivacy'));
});

describe('one achievement', () => {
  const first = { scid: kiln.scid, achievementId: achievementId('1') };
  const archived = sampleTitle({ achievements: [sampleAchievement('1', { archived: true })] });
  const retired = sampleTitle({ retired: true });

  test('is given to a player who has not played, as not started', async () => {
    const line = await serviceOf([kiln]).one(reading, first);
    assert.equal(line.progress.state, 'NotStarted');
  });

  for (const [what, title] of [
    ['archived', archived],
    ['of a retired title', retired],
  ] as const) {
    test(`${what} is gone for a player who has not unlocked it, and kept for one who has`, async () => {
      await assert.rejects(serviceOf([title]).one(reading, first), refused('Retired'));
      const kept = await serviceOf([title], [storedOf(title, ['1'])]).one(reading, first);
      assert.equal(kept.progress.state, 'Achieved');
    });
  }

  test('of an unknown id is refused', async () => {
    const unknown = { ...first, achievementId: achievementId('999') };
    await assert.rejects(serviceOf([kiln]).one(reading, unknown), refused('UnknownAchievement'));
  });

  test('of a service configuration that is not published is refused', async () => {
    await assert.rejects(serviceOf([]).one(reading, first), refused('UnknownServiceConfig'));
  });
});

test('featured lists only challenges that are open now', async () => {
  const challenge = (id: string, start: string, end: string) =>
    sampleAchievement(id, {
      type: 'Challenge',
      timeWindow: { start: instant(start), end: instant(end) },
    });
  const arena = sampleTitle({
    achievements: [
      challenge('61', '2026-02-01T00:00:00Z', '2026-03-31T00:00:00Z'),
      challenge('62', '2025-01-01T00:00:00Z', '2025-02-01T00:00:00Z'),
      sampleAchievement('63'),
    ],
  });
  const open = await serviceOf([arena]).featured(reading);
  assert.deepEqual(
    open.map(({ achievement }) => achievement.id),
    ['61'],
  );
});
