import type { Fact } from './fact.ts';
import { type Instant, latest, never } from './instant.ts';
import type { PlayerRecord } from './player-record.ts';
import { findAchievement, type Title } from './title.ts';

/** What a player has earned in one title. */
export type Totals = {
  /** Achievements unlocked and not revoked. */
  readonly earned: number;
  /** Their Gamerscore. */
  readonly gamerscore: number;
  /** The last unlock, `never` without one. */
  readonly lastUnlock: Instant;
};

/** Before anything is earned. */
export const noTotals: Totals = { earned: 0, gamerscore: 0, lastUnlock: never };

/**
 * Sums what counts: unlocked, not revoked, and still in the configuration (archived ones count).
 *
 * Source: wire contract §9.4 [I].
 */
export function totalsOf(title: Title, record: PlayerRecord): Totals {
  let [earned, gamerscore, lastUnlock] = [0, 0, never];
  for (const [id, progress] of record.progress) {
    if (progress.state !== 'Achieved' || record.revoked.has(id)) continue;
    earned += 1;
    gamerscore += findAchievement(title, id)?.gamerscore ?? 0;
    if (progress.unlockedAt > lastUnlock) lastUnlock = progress.unlockedAt;
  }
  return { earned, gamerscore, lastUnlock };
}

/**
 * Adds what a report's facts unlocked to the totals before it, without looking at the rest of the
 * record.
 *
 * @param facts of `reportProgress`
 */
export function totalsAfter(title: Title, before: Totals, facts: readonly Fact[]): Totals {
  let { earned, gamerscore, lastUnlock } = before;
  for (const { kind, achievementId, earnedAt } of facts) {
    if (kind !== 'Unlocked' || achievementId === null) continue;
    earned += 1;
    gamerscore += findAchievement(title, achievementId)?.gamerscore ?? 0;
    lastUnlock = latest(lastUnlock, earnedAt);
  }
  return earned === before.earned ? before : { earned, gamerscore, lastUnlock };
}

/** What could be earned in one title: its achievements that are not archived. */
export function possibleTotals(title: Title): { achievements: number; gamerscore: number } {
  const open = title.achievements.filter((achievement) => !achievement.archived);
  const gamerscore = open.reduce((sum, achievement) => sum + achievement.gamerscore, 0);
  return { achievements: open.length, gamerscore };
}
