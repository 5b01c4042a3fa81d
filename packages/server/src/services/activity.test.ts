import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  achievementId,
  instant,
  type Progress,
  type RecordedState,
  rarityOf,
  retail,
  type Title,
  titleId,
} from '@laurel/domain';
import { createTestClock, type TestClock } from '../clock.ts';
import { type ActivityFeed, createActivityFeed } from './activity.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createPosts, type Posts } from './posts.ts';
import { createPrivacy } from './privacy.ts';
import { refused } from './refused.ts';
import {
  alice,
  bob,
  callerOf,
  nobody,
  noon,
  samplePlayer,
  sampleTitle,
  sampleTitles,
} from './sample-world.ts';
import { createSupport, type Support } from './support.ts';

const title = sampleTitle();
const subject = { xuid: alice, of: { sandbox: retail, scid: title.scid } };
const page: Parameters<ActivityFeed['of']>[2] = { before: null, maxItems: 10 };

let store: FakeStore;
let clock: TestClock;
let support: Support;

beforeEach(() => {
  store = createFakeStore([samplePlayer(alice), samplePlayer(bob)]);
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
  for (const id of ids) {
    clock.advance(1000);
    await support.grant(subject, { achievementId: achievementId(id), reason: 'test' });
  }
}

async function idsSeen(asker = callerOf(bob), at = page): Promise<readonly string[]> {
  const { unlocks } = await feedOf().of(asker, alice, at);
  return unlocks.map(({ achievement }) => achievement.id);
}

describe('a feed', () => {
  test('tells unlocks, newest first', async () => {
    await unlock('1', '3', '2');
    assert.deepEqual(await idsSeen(), ['2', '3', '1']);
  });

  test('says how rare each is', async () => {
    await unlock('1', '2');
    const { unlocks } = await feedOf().of(callerOf(bob), alice, page);
    assert.deepEqual(
      unlocks.map(({ rarity }) => rarity.category),
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

  test('puts imported unlocks where they belong', async () => {
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
  });

  test('is read page by page, without repeats', async () => {
    await unlock('1', '2', '3');
    const first = await feedOf().of(callerOf(bob), alice, { before: null, maxItems: 2 });
    assert.equal(first.unlocks.length, 2);
    const second = { before: first.next, maxItems: 2 };
    assert.deepEqual(await idsSeen(callerOf(bob), second), ['1']);
    assert.equal((await feedOf().of(callerOf(bob), alice, second)).next, null);
  });

  test('of a title that is not public is told to who has its claim', async () => {
    await unlock('1');
    const secret = feedOf({ ...title, public: false });
    const ofStranger = await secret.of(callerOf(bob), alice, page);
    assert.equal(ofStranger.unlocks.length, 0);
    const claim = callerOf(bob, { titleId: titleId(1853190001) });
    assert.equal((await secret.of(claim, alice, page)).unlocks.length, 1);
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
