import { gatherBursts, isNews, isPlayed, quoted, Refusal, type Xuid } from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { CommittedFact, Store } from '../store/store.ts';
import { requireSelf } from './ownership.ts';
import { peopleMax } from './people.ts';
import type { Privacy } from './privacy.ts';
import {
  readUnlocks,
  type Unlock,
  type UnlockSources,
  type UnlocksAsked,
} from './unlock-reader.ts';

/** A page of a feed. */
export type UnlockPage = {
  /**
   * Newest first. What is read together is together: a player's unlocks in one title, each soon
   * after the other; where that was not asked for, each is alone.
   */
  readonly bursts: readonly (readonly Unlock[])[];
  /** What to ask for the next page with; `null` on the last. */
  readonly next: number | null;
};

/** Which page. */
export type FeedPage = {
  /** Where the page before ended; `null` for the first. */
  readonly before: number | null;
  /** 1 to 100. */
  readonly burstsMax: number;
  readonly isGrouped: boolean;
};

/** Reads feeds out of the ledger; who may see what is asked at each read. */
export type ActivityFeed = {
  /**
   * What a player unlocked by playing, here or elsewhere; support's gifts are not in it.
   *
   * @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer`
   */
  of(asker: Asker, owner: Xuid, page: FeedPage): Promise<UnlockPage>;
  /**
   * What the people of a player unlocked here, those who let the player see it.
   *
   * @throws {Refusal} `NotYourData` unless the owner asks
   */
  ofPeople(asker: Asker, owner: Xuid, page: FeedPage): Promise<UnlockPage>;
};

/** So many players are looked at before others get their turn. */
const playersPerTurn = 25;

function isPlayedHere(fact: CommittedFact): boolean {
  return isPlayed(fact) && isNews(fact);
}

/** Source: wire contract §7.1 [W]; the grouping and the feed of people [I]. */
export function createActivityFeed({
  privacy,
  ...sources
}: Omit<UnlockSources, 'store'> & {
  store: Pick<Store, 'facts' | 'players' | 'records'>;
  privacy: Pick<Privacy, 'requireGameHistory' | 'requireSetting'>;
}): ActivityFeed {
  const { players } = sources.store;

  async function requireVisible(asker: Asker, owner: Xuid): Promise<void> {
    await privacy.requireGameHistory(asker, owner);
    await privacy.requireSetting(asker, owner, 'ShareActivityFeed');
  }

  async function isVisible(asker: Asker, owner: Xuid): Promise<boolean> {
    try {
      await requireVisible(asker, owner);
      return true;
    } catch (thrown) {
      if (thrown instanceof Refusal) return false;
      throw thrown;
    }
  }

  function readerOf(asked: UnlocksAsked, { before }: FeedPage): Promise<Reader> {
    return openReader(readUnlocks(sources, asked, before));
  }

  return {
    async of(asker, owner, page) {
      await requireVisible(asker, owner);
      const player = await players.byXuid(owner);
      if (player === undefined) throw unknownPlayer(owner);
      return pageOf([await readerOf({ asker, player, counts: isPlayed }, page)], page);
    },
    async ofPeople(asker, owner, page) {
      requireSelf(asker, owner);
      const people = await players.relations({ xuid: owner, kind: 'People' });
      const readers: Reader[] = [];
      for (const [at, { other }] of people.slice(0, peopleMax).entries()) {
        if (at % playersPerTurn === playersPerTurn - 1) await othersTurn();
        if (!(await isVisible(asker, other))) continue;
        const player = await players.byXuid(other);
        if (player === undefined) continue;
        readers.push(await readerOf({ asker, player, counts: isPlayedHere }, page));
      }
      return pageOf(readers, page);
    },
  };
}

/** One player's unlocks, of which the first is known. */
type Reader = {
  head: Unlock | null;
  /** Where reading stopped before the end; what is below is not known. */
  floor: number | null;
  readonly rest: AsyncGenerator<Unlock, number | null>;
};

async function openReader(rest: AsyncGenerator<Unlock, number | null>): Promise<Reader> {
  const reader: Reader = { head: null, floor: null, rest };
  await advance(reader);
  return reader;
}

async function advance(reader: Reader): Promise<void> {
  const { done, value } = await reader.rest.next();
  reader.head = done ? null : value;
  reader.floor = done ? value : null;
}

/** The ledger numbers the facts of all players in one row, so feeds are merged by number. */
async function pageOf(readers: readonly Reader[], page: FeedPage): Promise<UnlockPage> {
  const bursts = gatherBursts<Unlock>(({ player, title, unlockedAt, sequence }) => ({
    who: player.xuid,
    where: page.isGrouped ? title.scid : `${title.scid} ${sequence}`,
    at: unlockedAt,
  }));
  let last: number | null = null;
  for (;;) {
    const reader = newestOf(readers);
    const floor = highestFloorOf(readers);
    if (reader?.head == null) return { bursts: newestFirst(bursts.all), next: floor };
    const { head } = reader;
    if (floor !== null && floor > head.sequence) {
      return { bursts: newestFirst(bursts.all), next: floor };
    }
    if (bursts.all.length >= page.burstsMax && bursts.begins(head)) {
      return { bursts: newestFirst(bursts.all), next: last };
    }
    bursts.add(head);
    last = head.sequence;
    await advance(reader);
  }
}

function newestOf(readers: readonly Reader[]): Reader | undefined {
  let newest: Reader | undefined;
  for (const reader of readers) {
    if (reader.head === null) continue;
    if (newest?.head == null || reader.head.sequence > newest.head.sequence) newest = reader;
  }
  return newest;
}

function highestFloorOf(readers: readonly Reader[]): number | null {
  let highest: number | null = null;
  for (const { floor } of readers) {
    if (floor !== null && (highest === null || floor > highest)) highest = floor;
  }
  return highest;
}

/** An unlock may be committed long after it was earned, so a page is put in order. */
function newestFirst(bursts: readonly (readonly Unlock[])[]): readonly (readonly Unlock[])[] {
  return bursts
    .map((burst) => [...burst].sort(byTime))
    .sort(([a], [b]) => (a && b ? byTime(a, b) : 0));
}

function byTime(a: Unlock, b: Unlock): number {
  if (a.unlockedAt === b.unlockedAt) return b.sequence - a.sequence;
  return a.unlockedAt > b.unlockedAt ? -1 : 1;
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function unknownPlayer(xuid: Xuid): Refusal {
  return new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(xuid)}`);
}
