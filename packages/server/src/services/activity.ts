import {
  type Achievement,
  findAchievement,
  type Instant,
  type PlayerRecord,
  progressOn,
  quoted,
  type Rarity as RarityOfAchievement,
  Refusal,
  type Scid,
  type Title,
  unknownRarity,
  type Xuid,
} from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { CommittedFact, Player, Store } from '../store/store.ts';
import type { Privacy } from './privacy.ts';
import type { Rarity } from './rarity.ts';
import { maySeeTitle, type TitleLookup } from './title-access.ts';

/** An unlock that still stands. */
export type Unlock = {
  readonly sequence: number;
  readonly title: Title;
  readonly achievement: Achievement;
  readonly unlockedAt: Instant;
  readonly rarity: RarityOfAchievement;
};

/** A page of a player's feed. */
export type UnlockPage = {
  readonly player: Player;
  /** Newest first. */
  readonly unlocks: readonly Unlock[];
  /** What to ask for the next page with; `null` on the last. */
  readonly next: number | null;
};

/** Reads feeds out of the ledger. */
export type ActivityFeed = {
  /**
   * What a player unlocked and still has. What was revoked or reset is not in it.
   *
   * @param page `before` is where the page before ended; `maxItems` of 1 to 100
   * @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer`
   */
  of(
    asker: Asker,
    owner: Xuid,
    page: { before: number | null; maxItems: number },
  ): Promise<UnlockPage>;
};

/** Facts of one read, and of one page: a page may end early where unlocks are rare. */
const factsPerReadMax = 200;
const factsPerPageMax = 2000;

/** Source: wire contract §7.1 [W]. */
export function createActivityFeed({
  store: { facts, players, records },
  titles,
  privacy,
  rarity,
}: {
  store: Pick<Store, 'facts' | 'players' | 'records'>;
  titles: Pick<TitleLookup, 'byScid'>;
  privacy: Pick<Privacy, 'requireGameHistory' | 'requireSetting'>;
  rarity: Pick<Rarity, 'figuresOf'>;
}): ActivityFeed {
  function unlockOf(
    fact: CommittedFact,
    { asker, standing }: { asker: Asker; standing: ReadonlyMap<Scid, PlayerRecord> },
  ): Unlock | undefined {
    const { sandbox, scid } = fact.key;
    if (fact.achievementId === null) return undefined;
    const title = titles.byScid(sandbox, scid);
    const record = standing.get(scid);
    if (title === undefined || record === undefined || !maySeeTitle(asker, title)) return undefined;
    const achievement = findAchievement(title, fact.achievementId);
    if (achievement === undefined || !stillStands(fact, record)) return undefined;
    const figure = rarity.figuresOf({ sandbox, scid }).get(achievement.id) ?? unknownRarity;
    const { sequence, earnedAt } = fact;
    return { sequence, title, achievement, unlockedAt: earnedAt, rarity: figure };
  }

  return {
    async of(asker, owner, { before, maxItems }) {
      await privacy.requireGameHistory(asker, owner);
      await privacy.requireSetting(asker, owner, 'ShareActivityFeed');
      const player = await players.byXuid(owner);
      if (player === undefined) throw unknownPlayer(owner);
      const of = { sandbox: asker.sandbox, xuid: owner };
      const standing = new Map<Scid, PlayerRecord>();
      for (const { key, record } of await records.ofPlayer(of)) standing.set(key.scid, record);
      const unlocks: Unlock[] = [];
      let cursor = before;
      for (let seen = 0; seen < factsPerPageMax; seen += factsPerReadMax) {
        const page = { before: cursor, limit: factsPerReadMax };
        const read = await facts.ofPlayer(of, page);
        for (const fact of read) {
          const unlock = unlockOf(fact, { asker, standing });
          if (unlock !== undefined) unlocks.push(unlock);
          cursor = fact.sequence;
          if (unlocks.length === maxItems) return pageOf(player, unlocks, cursor);
        }
        if (read.length < factsPerReadMax) return pageOf(player, unlocks, null);
      }
      return pageOf(player, unlocks, cursor);
    },
  };
}

/** A fact that was followed by a reset, a revocation or another unlock tells nothing any more. */
function stillStands({ kind, achievementId, earnedAt }: CommittedFact, record: PlayerRecord) {
  if (achievementId === null || (kind !== 'Unlocked' && kind !== 'Granted')) return false;
  const progress = progressOn(record, achievementId);
  if (progress.state !== 'Achieved' || record.revoked.has(achievementId)) return false;
  return progress.unlockedAt === earnedAt;
}

/** Imported unlocks are committed long after they were earned, so a page is put in order. */
function pageOf(player: Player, unlocks: readonly Unlock[], next: number | null): UnlockPage {
  const newestFirst = [...unlocks].sort((a, b) => {
    if (a.unlockedAt === b.unlockedAt) return b.sequence - a.sequence;
    return a.unlockedAt > b.unlockedAt ? -1 : 1;
  });
  return { player, unlocks: newestFirst, next };
}

function unknownPlayer(xuid: Xuid): Refusal {
  return new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(xuid)}`);
}
