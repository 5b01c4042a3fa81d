import {
  type Achievement,
  findAchievement,
  type Instant,
  type PlayerRecord,
  progressOn,
  type Rarity as RarityOfAchievement,
  type Scid,
  type Title,
  unknownRarity,
} from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { CommittedFact, Player, Store } from '../store/store.ts';
import type { Rarity } from './rarity.ts';
import { maySeeTitle, type TitleLookup } from './title-access.ts';

/** An unlock that still stands. */
export type Unlock = {
  readonly player: Player;
  readonly sequence: number;
  readonly title: Title;
  readonly achievement: Achievement;
  readonly unlockedAt: Instant;
  readonly rarity: RarityOfAchievement;
};

/** Facts of one read, and of one page: a page may end early where unlocks are rare. */
const factsPerReadMax = 100;
const factsPerPageMax = 2000;

/** What an unlock is read out of. */
export type UnlockSources = {
  readonly store: Pick<Store, 'facts' | 'records'>;
  readonly titles: Pick<TitleLookup, 'byScid'>;
  readonly rarity: Pick<Rarity, 'figuresOf'>;
};

/** Whose unlocks are read, for whom, and which. */
export type UnlocksAsked = {
  readonly asker: Asker;
  readonly player: Player;
  /** Which facts count: what was played, or what is news. */
  readonly counts: (fact: CommittedFact) => boolean;
};

/**
 * What a player unlocked and still has, newest first: nothing that was revoked or reset.
 *
 * @param behind only what was committed before that fact; `null` for all
 * @returns at its end where it stopped reading, `null` where nothing is left
 */
export async function* readUnlocks(
  sources: UnlockSources,
  asked: UnlocksAsked,
  behind: number | null,
): AsyncGenerator<Unlock, number | null> {
  const { asker, player } = asked;
  const of = { sandbox: asker.sandbox, xuid: player.xuid };
  const standing = createStanding(sources.store, of);
  let cursor = behind;
  for (let seen = 0; seen < factsPerPageMax; seen += factsPerReadMax) {
    const page = { before: cursor, limit: factsPerReadMax };
    const read = await sources.store.facts.ofPlayer(of, page);
    for (const fact of read) {
      cursor = fact.sequence;
      const unlock = await unlockOf(fact, { sources, asked, standing });
      if (unlock !== undefined) yield unlock;
    }
    if (read.length < factsPerReadMax) return null;
  }
  return cursor;
}

type Standing = (scid: Scid) => Promise<PlayerRecord | undefined>;

/** A player's records as they are now, each read when it is first needed. */
function createStanding(
  { records }: Pick<Store, 'records'>,
  of: Parameters<Store['records']['ofPlayer']>[0],
): Standing {
  const known = new Map<Scid, PlayerRecord | undefined>();
  return async (scid) => {
    if (!known.has(scid)) known.set(scid, (await records.read({ ...of, scid }))?.record);
    return known.get(scid);
  };
}

async function unlockOf(
  fact: CommittedFact,
  {
    sources: { titles, rarity },
    asked: { asker, player, counts },
    standing,
  }: { sources: UnlockSources; asked: UnlocksAsked; standing: Standing },
): Promise<Unlock | undefined> {
  if (fact.achievementId === null || !counts(fact)) return undefined;
  const { sandbox, scid } = fact.key;
  const title = titles.byScid(sandbox, scid);
  if (title === undefined || !maySeeTitle(asker, title)) return undefined;
  const achievement = findAchievement(title, fact.achievementId);
  const record = await standing(scid);
  if (achievement === undefined || record === undefined) return undefined;
  if (!stillStands(fact, achievement, record)) return undefined;
  const figure = rarity.figuresOf({ sandbox, scid }).get(achievement.id) ?? unknownRarity;
  const { sequence, earnedAt } = fact;
  return { player, sequence, title, achievement, unlockedAt: earnedAt, rarity: figure };
}

/** A fact that was followed by a reset, a revocation or another unlock tells nothing any more. */
function stillStands(
  { earnedAt }: CommittedFact,
  { id }: Achievement,
  record: PlayerRecord,
): boolean {
  const is = progressOn(record, id);
  return is.state === 'Achieved' && !record.revoked.has(id) && is.unlockedAt === earnedAt;
}
