import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  achievementId,
  type Instant,
  instant,
  retail,
  scid,
  type Title,
  titleId,
} from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createPrivacy } from './privacy.ts';
import { refused } from './refused.ts';
import { alice, bob, callerOf, samplePlayer, sampleTitle, sampleTitles } from './sample-world.ts';
import { createSupport } from './support.ts';
import { createTitleHub, type TitleHub } from './title-hub.ts';

const kiln = sampleTitle();
const tomb = sampleTitle({
  titleId: titleId(1480000003),
  scid: scid('c0000000-0000-0000-0000-000000000003'),
});
const hidden = sampleTitle({
  titleId: titleId(1550000005),
  scid: scid('e0000000-0000-0000-0000-000000000005'),
  public: false,
});
const titles = sampleTitles(kiln, tomb, hidden);
const [january, february] = [instant('2026-01-05T10:00:00Z'), instant('2026-02-01T08:09:10Z')];

let store: FakeStore;
let hub: TitleHub;

beforeEach(async () => {
  const shy = samplePlayer(bob, { privacy: { ShareGameHistory: 'Blocked' } });
  store = createFakeStore([samplePlayer(alice), shy]);
  hub = createTitleHub({ store, titles, privacy: createPrivacy({ store }) });
  await play(kiln, january);
  await play(tomb, february);
  await play(hidden, february);
});

async function play({ scid: id }: Title, lastPlayedAt: Instant): Promise<void> {
  const support = createSupport({ store, titles, clock: createTestClock(), isDevelopment: false });
  await support.importState(
    { xuid: alice, of: { sandbox: retail, scid: id } },
    {
      progress: new Map([
        [achievementId('1'), { state: 'Achieved', percent: 100, unlockedAt: lastPlayedAt }],
      ]),
      stats: new Map(),
      revoked: new Set(),
      lastPlayedAt,
    },
  );
}

function namesOf(titlesSeen: readonly { title: Title }[]): readonly number[] {
  return titlesSeen.map(({ title }) => title.titleId);
}

test('a history is what was played, last played first, and may be seen', async () => {
  const history = await hub.history(callerOf(bob), alice);
  assert.deepEqual(namesOf(history), [tomb.titleId, kiln.titleId]);
  assert.deepEqual(history[0]?.totals, { earned: 1, gamerscore: 25, lastUnlock: february });
  assert.deepEqual(history[0]?.possible, { achievements: 4, gamerscore: 100 });
});

test('a title that is not public is shown to who has its claim', async () => {
  const history = await hub.history(callerOf(alice, { titleId: hidden.titleId }), alice);
  assert.ok(namesOf(history).includes(hidden.titleId));
});

describe('one title', () => {
  test('is shown to a player who has not played it, with nothing earned', async () => {
    const seen = await hub.one(callerOf(bob), { owner: bob, titleId: kiln.titleId });
    assert.deepEqual([seen.totals.earned, seen.lastPlayedAt], [0, null]);
  });

  test('that nobody published is unknown', async () => {
    const asked = hub.one(callerOf(alice), { owner: alice, titleId: titleId(7) });
    await assert.rejects(asked, refused('UnknownTitle'));
  });

  test('that is not public is refused', async () => {
    const asked = hub.one(callerOf(alice), { owner: alice, titleId: hidden.titleId });
    await assert.rejects(asked, refused('TitleClaimRequired'));
  });
});

test('a hidden game history is refused', async () => {
  await assert.rejects(hub.history(callerOf(alice), bob), refused('HiddenByPrivacy'));
});

describe('some titles', () => {
  test('are shown with the caller’s part, each once, unknown ones left out', async () => {
    const ids = [tomb.titleId, titleId(7), hidden.titleId, tomb.titleId];
    const seen = await hub.some(callerOf(alice), ids);
    assert.deepEqual(namesOf(seen), [tomb.titleId]);
    assert.equal(seen[0]?.totals.earned, 1);
  });

  test('are shown to a token without a player, with nothing earned', async () => {
    const [seen] = await hub.some(callerOf(null), [kiln.titleId]);
    assert.equal(seen?.totals.earned, 0);
  });
});
