import assert from 'node:assert/strict';
import {
  achievementId,
  emptyRecord,
  instant,
  reportProgress,
  retail,
  scid,
  titleId,
  totalsAfter,
  type Xuid,
  xuid,
} from '@laurel/domain';
import type { Asker } from '../../asker.ts';
import { createTestClock, type TestClock } from '../../clock.ts';
import { createActivityFeed } from '../../services/activity.ts';
import { createFakeStore, type FakeStore } from '../../services/fake-store.ts';
import { createPeople } from '../../services/people.ts';
import { createPeopleHub } from '../../services/people-hub.ts';
import { createPlayerLedger } from '../../services/player-ledger.ts';
import { createPlayerReset } from '../../services/player-reset.ts';
import { createPlayers } from '../../services/players.ts';
import { createPosts } from '../../services/posts.ts';
import { createPrivacy } from '../../services/privacy.ts';
import { createProfiles } from '../../services/profile.ts';
import { createRarity, type Rarity } from '../../services/rarity.ts';
import { createRelations } from '../../services/relations.ts';
import {
  alice,
  bob,
  carol,
  noon,
  sampleAchievement,
  samplePlayer,
  sampleTitle,
  sampleTitles,
} from '../../services/sample-world.ts';
import { createStats } from '../../services/stats.ts';
import { createSupport, type Support } from '../../services/support.ts';
import { createTitleHub } from '../../services/title-hub.ts';
import type { RarityFigure, RarityStore } from '../../store/store.ts';
import { createApp } from '../app.ts';
import { checkAnswer } from '../check-answer.ts';
import { createFaultBoard } from '../faults.ts';
import type { Operation } from '../operation.ts';
import { createOwnPages } from '../own-pages.ts';
import { createOwnerOf } from '../owner.ts';
import { createSwitchBoard } from '../switches.ts';
import { activityOperations } from './activity/operations.ts';
import { eraserOperations } from './eraser/operations.ts';
import { managementPlayerOperations } from './management/players/operations.ts';
import { peoplehubOperations } from './peoplehub/operations.ts';
import { privacyOperations } from './privacy/operations.ts';
import { profileOperations } from './profile/operations.ts';
import { socialOperations } from './social/operations.ts';
import { titlehubOperations } from './titlehub/operations.ts';
import { userpostsOperations } from './userposts/operations.ts';
import { userstatsOperations } from './userstats/operations.ts';

/** For tests: further players of the sample world. */
export const dave = xuid('2533274800000004');
/** For tests: shares with friends only. */
export const erin = xuid('2533274800000005');
/** For tests: shares with nobody. */
export const frank = xuid('2533274800000006');

/** For tests: a title-managed title. */
export const kiln = sampleTitle({ name: { en: 'Kiln & Ember' }, displayImage: '/media/kiln.png' });

/** For tests: an event-based title. */
export const quest = sampleTitle({
  titleId: titleId(1700000002),
  scid: scid('8c410200-77aa-4f0e-8d21-5b6c7d8e9f02'),
  system: 'EventBased',
  name: { en: 'Stat Quest' },
  achievements: [sampleAchievement('1', { gamerscore: 10 })],
  stats: [{ name: 'EnemiesDefeated', type: 'Integer' }],
});

/** What a test asks, and of whom. */
export type Asked = {
  readonly as?: Asker;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, text as it is. */
  readonly body?: unknown;
};

/** For tests: the neighbours on a fake store, asked without a transport. */
export type SampleApp = {
  /** @param line method and target: `GET /privacy/users/me/people/avoid` */
  ask(line: string, asked?: Asked): Promise<{ status: number; body: unknown }>;
  readonly store: FakeStore;
  readonly support: Support;
  readonly rarity: Rarity;
  readonly clock: TestClock;
  /** Unlocks an achievement of the title-managed title, as the title itself would, now. */
  unlock(owner: Xuid, id: string): Promise<void>;
};

/** For tests: everyone of the sample world, with what they earned. */
export async function createSampleApp({ isDevelopment = false } = {}): Promise<SampleApp> {
  const store = createFakeStore(players);
  const rooms = roomsOf(store, isDevelopment);
  await populate(store, rooms.support);
  let asker: Asker | null = null;
  const app = createApp({
    operations: operationsOf(rooms),
    ownPages: createOwnPages({}, []),
    authorize: () => ({ kind: 'Granted', asker }),
    throttle: { check: () => null, clear: () => {} },
    faults: createFaultBoard(),
    switches: createSwitchBoard(),
    observe({ cause }) {
      if (cause !== undefined) throw cause;
    },
    checkAnswer,
  });

  return {
    ...rooms,
    store,
    unlock: (owner, id) => report(store, { owner, id, percent: 100, at: rooms.clock.now() }),
    async ask(line, { as = null, host = '127.0.0.1', headers = {}, body } = {}) {
      const [method = '', target = ''] = line.split(' ');
      asker = as;
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
      const answered = await app.answer({
        method,
        host,
        target,
        headers,
        body: () => Promise.resolve(Buffer.from(text)),
        remoteAddress: '127.0.0.1',
      });
      const { status, body: sent } = answered;
      return { status, body: sent === undefined ? undefined : JSON.parse(String(sent)) };
    },
  };
}

type Rooms = ReturnType<typeof roomsOf>;

function roomsOf(store: FakeStore, isDevelopment: boolean) {
  const clock = createTestClock(noon);
  const titles = sampleTitles(kiln, quest);
  const privacy = createPrivacy({ store });
  const support = createSupport({ store, titles, clock, isDevelopment });
  const published = { published: async () => [] };
  const rarity = createRarity({ store: { rarity: fakeRarity(), titles: published }, clock });
  const people = createPeople({ store, privacy });
  const managed = createPlayers({ store, clock });
  const drawId = () => '00000000-0000-4000-8000-00000000000a';
  return {
    privacy,
    people,
    peopleHub: createPeopleHub({ store, people }),
    profiles: createProfiles({ store, privacy }),
    titleHub: createTitleHub({ store, titles, privacy }),
    stats: createStats({ store, titles, privacy }),
    activity: createActivityFeed({ store, titles, privacy, rarity }),
    posts: createPosts({ store, titles, drawId }),
    playerReset: createPlayerReset({ support, drawId, isDevelopment }),
    players: managed,
    relations: createRelations({ store, clock }),
    ledger: createPlayerLedger({ store, players: managed, titles }),
    support,
    rarity,
    clock,
    ownerOf: createOwnerOf(store.players),
    assetBase: () => 'https://laurel.example',
  };
}

function operationsOf(rooms: Rooms): readonly Operation[] {
  return [
    ...privacyOperations(rooms),
    ...socialOperations(rooms),
    ...peoplehubOperations(rooms),
    ...profileOperations(rooms),
    ...titlehubOperations(rooms),
    ...userstatsOperations(rooms),
    ...activityOperations(rooms),
    ...userpostsOperations(rooms),
    ...eraserOperations(rooms),
    ...managementPlayerOperations(rooms),
  ];
}

/** For tests: a member of what was answered, by names and indexes. */
export function at(body: unknown, ...path: readonly (string | number)[]): unknown {
  let found = body;
  for (const piece of path) {
    assert.ok(typeof found === 'object' && found !== null, `nothing at ${path.join('.')}`);
    found = Reflect.get(found, piece);
  }
  return found;
}

const players = [
  samplePlayer(alice, { gamertag: 'Emberling', pictureUrl: '/media/alice.png' }),
  samplePlayer(bob, { gamertag: 'Potter7' }),
  samplePlayer(carol, { gamertag: 'Stranger' }),
  samplePlayer(dave, { gamertag: 'Grump' }),
  samplePlayer(erin, { gamertag: 'Quiet', privacy: { ShareGameHistory: 'FriendsOnly' } }),
  samplePlayer(frank, { gamertag: 'Hidden', privacy: { ShareGameHistory: 'Blocked' } }),
];

async function populate(store: FakeStore, support: Support): Promise<void> {
  const follow = (owner: Xuid, other: Xuid) =>
    store.players.addRelation(
      { xuid: owner, kind: 'People' },
      { other, isFavorite: false, since: noon },
    );
  for (const [owner, other] of [
    [alice, bob],
    [bob, alice],
    [bob, erin],
    [bob, frank],
    [erin, bob],
    [frank, bob],
  ] as const) {
    await follow(owner, other);
  }
  const avoided = { other: dave, isFavorite: false, since: noon };
  await store.players.addRelation({ xuid: alice, kind: 'Avoid' }, avoided);
  await report(store, { id: '1', percent: 100, at: '2026-01-05T10:00:00.1234567Z' });
  await report(store, { id: '2', percent: 33, at: '2026-01-05T10:00:00.1234567Z' });
  await report(store, { id: '3', percent: 100, at: '2026-02-01T08:09:10.1112131Z' });
  await support.importState(
    { xuid: alice, of: { sandbox: retail, scid: quest.scid } },
    {
      progress: new Map(),
      stats: new Map([['EnemiesDefeated', '7']]),
      revoked: new Set(),
      lastPlayedAt: instant('2026-01-02T03:04:05.6789012Z'),
    },
  );
}

/** As the title itself would, at that moment. */
async function report(
  store: FakeStore,
  { owner = alice, id, percent, at }: { owner?: Xuid; id: string; percent: number; at: string },
): Promise<void> {
  const earnedAt = instant(at);
  await store.records.advance(
    { sandbox: retail, xuid: owner, scid: kiln.scid },
    (before, totals) => {
      const { record, facts } = reportProgress(kiln, before ?? emptyRecord(earnedAt), {
        reports: [{ achievementId: achievementId(id), percent }],
        occasion: { earnedAt, receivedAt: earnedAt, source: 'Title' },
      });
      return { record, facts, totals: totalsAfter(kiln, totals, facts) };
    },
  );
}

function fakeRarity(): RarityStore {
  const figures = new Map<string, readonly RarityFigure[]>();
  return {
    of: async ({ scid: id }) => figures.get(id) ?? [],
    importFigures: async ({ scid: id }, imported) => void figures.set(id, imported),
    fold: async () => ({ facts: 0, titles: [] }),
  };
}
