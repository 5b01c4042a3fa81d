import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  achievementId,
  backfillReason,
  burstGapMs,
  emptyRecord,
  instant,
  noTotals,
  type Progress,
  type RecordedState,
  rarityOf,
  reportProgress,
  retail,
  type Title,
  titleId,
  type Xuid,
} from '@laurel/domain';
import { createTestClock, type TestClock } from '../clock.ts';
import {
  type ActivityFeed,
  createActivityFeed,
  type FeedPage,
  type UnlockPage,
} from './activity.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createPosts, type Posts } from './posts.ts';
import { createPrivacy } from './privacy.ts';
import { refused } from './refused.ts';
import {
  alice,
  bob,
  callerOf,
  carol,
  nobody,
  noon,
  samplePlayer,
  sampleTitle,
  sampleTitles,
} from './sample-world.ts';
import { createSupport, type Support } from './support.ts';

const title = sampleTitle();
const subject = { xuid: alice, of: { sandbox: retail, scid: title.scid } };
const page: FeedPage = { before: null, burstsMax: 10, isGrouped: false };
const grouped: FeedPage = { ...page, isGrouped: true };

let store: FakeStore;
let clock: TestClock;
let support: Support;

beforeEach(() => {
  store = createFakeStore([samplePlayer(alice), samplePlayer(bob), samplePlayer(carol)]);
  clock = createTestClock(noon);
  const titles = sampleTitles(title);
  support = createSupport({ store, titles, clock, isDevelopment: true });
});

function feedOf(shown: Title = title): ActivityFeed {
  return createActivityFeed({
    store,
    titles: sampleTitles(shown),
    privacy: createPrivacy({ store }),
    rarity: { figuresOf: () => new Map([[achievementId('1'), rarityOf(64.86)]]) },
  });
}

async function unlock(...ids: readonly string[]): Promise<void> {
  for (const id of ids) await unlockAs(alice, id);
}

async function unlockAs(who: Xuid, id: string): Promise<void> {
  clock.advance(1000);
  const now = clock.now();
  const key = { ...subject.of, xuid: who };
  await store.records.advance(key, (before) => ({
    ...reportProgress(title, before ?? emptyRecord(now), {
      reports: [{ achievementId: achievementId(id), percent: 100 }],
      occasion: { earnedAt: now, receivedAt: now, source: 'Title' },
    }),
    totals: noTotals,
  }));
}

function idsIn({ bursts }: UnlockPage): readonly string[] {
  return bursts.map((burst) => burst.map(({ achievement }) => achievement.id).join('+'));
}

async function idsSeen(asker = callerOf(bob), at = page): Promise<readonly string[]> {
  return idsIn(await feedOf().of(asker, alice, at));
}

async function follow(who: Xuid, other: Xuid): Promise<void> {
  const entry = { other, isFavorite: false, since: noon };
  await store.players.addRelation({ xuid: who, kind: 'People' }, entry);
}

describe('a feed', () => {
  test('tells unlocks, newest first', async () => {
    await unlock('1', '3', '2');
    assert.deepEqual(await idsSeen(), ['2', '3', '1']);
  });

  test('says how rare each is', async () => {
    await unlock('1', '2');
    const { bursts } = await feedOf().of(callerOf(bob), alice, page);
    assert.deepEqual(
      bursts.flat().map(({ rarity }) => rarity.category),
      ['Unset', 'Common'],
    );
  });

  test('does not tell what was revoked', async () => {
    await unlock('1', '2');
    await support.revoke(subject, { achievementId: achievementId('1'), reason: 'test' });
    assert.deepEqual(await idsSeen(), ['2']);
  });

  test('tells an unlock after a reset once', async () => {
    await unlock('1', '2');
    await support.reset(subject, null);
    await unlock('1');
    assert.deepEqual(await idsSeen(), ['1']);
  });

  test('puts what was taken over from elsewhere where it belongs', async () => {
    const old: Progress = {
      state: 'Achieved',
      percent: 100,
      unlockedAt: instant('2026-01-05T10:00:00Z'),
    };
    const state: RecordedState = {
      progress: new Map([[achievementId('3'), old]]),
      stats: new Map(),
      revoked: new Set(),
      lastPlayedAt: noon,
    };
    await unlock('1');
    await support.importState(subject, state);
    assert.deepEqual(await idsSeen(), ['1', '3']);
    await follow(bob, alice);
    const ofPeople = await feedOf().ofPeople(callerOf(bob), bob, page);
    assert.deepEqual(idsIn(ofPeople), ['1'], 'it is no news');
  });

  test('does not tell what support gave', async () => {
    await unlock('1');
    await support.grant(subject, { achievementId: achievementId('2'), reason: 'test' });
    assert.deepEqual(await idsSeen(), ['1']);
  });

  test('does not tell what a change of rules unlocked, announced or not', async () => {
    for (const [id, source] of [
      ['1', 'Event'],
      ['2', 'Import'],
    ] as const) {
      const now = clock.now();
      const achieved: Progress = { state: 'Achieved', percent: 100, unlockedAt: now };
      await store.records.advance({ ...subject.of, xuid: alice }, (before = emptyRecord(now)) => ({
        record: {
          ...before,
          progress: new Map([...before.progress, [achievementId(id), achieved]]),
        },
        facts: [
          {
            kind: 'Unlocked',
            achievementId: achievementId(id),
            percent: 100,
            earnedAt: now,
            receivedAt: now,
            source,
            titleVersion: 2,
            reason: backfillReason,
          },
        ],
        totals: noTotals,
      }));
    }
    assert.deepEqual(await idsSeen(), []);
  });

  test('tells as one what was unlocked soon after the other', async () => {
    await unlock('1', '2');
    clock.advance(2 * burstGapMs);
    await unlock('3');
    assert.deepEqual(await idsSeen(callerOf(bob), grouped), ['3', '2+1']);
  });

  test('keeps together what is read together, at the end of a page too', async () => {
    await unlock('1');
    clock.advance(2 * burstGapMs);
    await unlock('2', '3');
    const first = await feedOf().of(callerOf(bob), alice, { ...grouped, burstsMax: 1 });
    assert.deepEqual(idsIn(first), ['3+2']);
    const second = { ...grouped, before: first.next };
    assert.deepEqual(await idsSeen(callerOf(bob), second), ['1']);
  });

  test('is read page by page, without repeats', async () => {
    await unlock('1', '2', '3');
    const first = await feedOf().of(callerOf(bob), alice, { ...page, burstsMax: 2 });
    assert.equal(first.bursts.length, 2);
    const second = { ...page, before: first.next, burstsMax: 2 };
    assert.deepEqual(await idsSeen(callerOf(bob), second), ['1']);
    assert.equal((await feedOf().of(callerOf(bob), alice, second)).next, null);
  });

  test('of a title that is not public is told to who has its claim', async () => {
    await unlock('1');
    const secret = feedOf({ ...title, public: false });
    const ofStranger = await secret.of(callerOf(bob), alice, page);
    assert.equal(ofStranger.bursts.length, 0);
    const claim = callerOf(bob, { titleId: titleId(1853190001) });
    assert.equal((await secret.of(claim, alice, page)).bursts.length, 1);
  });

  for (const setting of ['ShareGameHistory', 'ShareActivityFeed'] as const) {
    test(`is refused where ${setting} hides it`, async () => {
      await store.players.update(samplePlayer(alice, { privacy: { [setting]: 'Blocked' } }));
      await assert.rejects(idsSeen(), refused('HiddenByPrivacy'));
      await idsSeen(callerOf(alice));
    });
  }

  test('of a player nobody knows is unknown, even to that player', async () => {
    const asked = feedOf().of(callerOf(nobody), nobody, page);
    await assert.rejects(asked, refused('UnknownPlayer'));
  });
});

describe('the feed of a player’s people', () => {
  const ofBob = (at = page) => feedOf().ofPeople(callerOf(bob), bob, at);

  beforeEach(async () => {
    await follow(bob, alice);
    await follow(bob, carol);
  });

  test('tells what they unlocked, newest first', async () => {
    await unlockAs(alice, '1');
    await unlockAs(carol, '2');
    await unlockAs(alice, '3');
    await unlockAs(bob, '4');
    assert.deepEqual(idsIn(await ofBob()), ['3', '2', '1']);
    assert.deepEqual(idsIn(await ofBob(grouped)), ['3+1', '2']);
  });

  test('goes on where a page ended', async () => {
    await unlockAs(alice, '1');
    await unlockAs(carol, '2');
    await unlockAs(alice, '3');
    const first = await ofBob({ ...page, burstsMax: 2 });
    assert.deepEqual(idsIn(first), ['3', '2']);
    assert.deepEqual(idsIn(await ofBob({ ...page, before: first.next })), ['1']);
  });

  test('leaves out who hides', async () => {
    await unlockAs(alice, '1');
    await unlockAs(carol, '2');
    await store.players.update(samplePlayer(carol, { privacy: { ShareActivityFeed: 'Blocked' } }));
    assert.deepEqual(idsIn(await ofBob()), ['1']);
  });

  test('shows again who hides no longer', async () => {
    await unlockAs(carol, '2');
    await store.players.update(samplePlayer(carol, { privacy: { ShareGameHistory: 'Blocked' } }));
    assert.deepEqual(idsIn(await ofBob()), []);
    await store.players.update(samplePlayer(carol));
    assert.deepEqual(idsIn(await ofBob()), ['2']);
  });

  test('is for the player alone', async () => {
    const asked = feedOf().ofPeople(callerOf(carol), bob, page);
    await assert.rejects(asked, refused('NotYourData'));
  });
});

describe('a post', () => {
  let posts: Posts;
  const shared = { owner: alice, scid: title.scid, achievementId: achievementId('1') };

  beforeEach(() => {
    posts = createPosts({ store, titles: sampleTitles(title), drawId: () => 'post-1' });
  });

  test('of an unlocked achievement is taken', async () => {
    await unlock('1');
    assert.equal(await posts.share(callerOf(alice), shared), 'post-1');
  });

  test('of a locked or revoked achievement is refused', async () => {
    await assert.rejects(posts.share(callerOf(alice), shared), refused('Conflict'));
    await unlock('1');
    await support.revoke(subject, { achievementId: achievementId('1'), reason: 'test' });
    await assert.rejects(posts.share(callerOf(alice), shared), refused('Conflict'));
  });

  test("of another's achievement is refused", async () => {
    await assert.rejects(posts.share(callerOf(bob), shared), refused('NotYourData'));
  });

  test('of an achievement that is not there is refused', async () => {
    const unknown = { ...shared, achievementId: achievementId('99') };
    await assert.rejects(posts.share(callerOf(alice), unknown), refused('UnknownAchievement'));
  });
});
