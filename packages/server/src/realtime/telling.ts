import {
  type Achievement,
  type AchievementId,
  type Fact,
  type Instant,
  isNews,
  notStarted,
  type PlayerRecord,
  type Progress,
  progressOn,
  type Requirement,
  type Scid,
  standingOf,
  type Title,
} from '@laurel/domain';
import type { CommittedFact, RecordChange } from '../store/store.ts';

/** What those who watch a player's progress are told of one write. */
export type Telling =
  | { readonly kind: 'Nothing' }
  /** How far the player is now. In the order of the reports, each achievement once. */
  | { readonly kind: 'Progress'; readonly standings: ReadonlyMap<AchievementId, Progress> }
  /** Something that no event can say, or too much of it: they have to look again. */
  | { readonly kind: 'Resync' };

const nothing: Telling = { kind: 'Nothing' };

/** More achievements in one write are not told one by one. Source: [I]. */
const achievementsPerEventMax = 200;

/** Kinds of facts after which the list shows more than progress that rose. */
const beyondProgress: ReadonlySet<Fact['kind']> = new Set(['Revoked', 'Restored', 'Reset']);

/**
 * One event for each write, also below 100. Where stats are what an achievement hangs on, a stat
 * that changes is progress too.
 *
 * Source: wire contract §6.5 [C][I].
 */
export function tellingOf(
  title: Title,
  { facts, was, record }: Pick<RecordChange, 'facts' | 'was' | 'record'>,
): Telling {
  const isBeyond = facts.some(
    ({ kind, source }) => source === 'Import' || beyondProgress.has(kind),
  );
  if (isBeyond || facts.length > achievementsPerEventMax) return { kind: 'Resync' };
  const standings = new Map<AchievementId, Progress>();
  for (const fact of facts) {
    if (fact.achievementId !== null) standings.set(fact.achievementId, progressIn(fact));
  }
  for (const achievement of movedByStats(title, was, record)) {
    if (!standings.has(achievement.id)) {
      standings.set(achievement.id, standingOf(achievement, record));
    }
  }
  return standings.size === 0 ? nothing : { kind: 'Progress', standings };
}

/** Achievements that are not unlocked, and of whose stats one has another value. */
function movedByStats(
  { system, achievements }: Title,
  was: PlayerRecord | null,
  is: PlayerRecord,
): readonly Achievement[] {
  if (system === 'TitleManaged' || was?.stats === is.stats) return [];
  const moved = ({ on }: Requirement) => {
    if (on === 'Percent') return false;
    const key = on.key ?? on.stat;
    return was?.stats.get(key) !== is.stats.get(key);
  };
  return achievements.filter(({ id, requirements }) => {
    return progressOn(is, id).state !== 'Achieved' && requirements.some(moved);
  });
}

function progressIn({ kind, percent, earnedAt }: Fact): Progress {
  if (kind === 'Unlocked' || kind === 'Granted') {
    return { state: 'Achieved', percent: 100, unlockedAt: earnedAt };
  }
  return percent === 0 ? notStarted : { state: 'InProgress', percent };
}

/**
 * The unlocks of one record that are still to be announced.
 *
 * @param newestFirst facts of the player
 * @param of `after` is the last one that was announced; what was received before `since` is no
 *   news any more
 * @returns the oldest first; without those that a reset or a revocation took back
 */
export function unannounced(
  newestFirst: readonly CommittedFact[],
  of: { readonly scid: Scid; readonly after: number; readonly since: Instant },
): readonly CommittedFact[] {
  const unlocks: CommittedFact[] = [];
  const revoked = new Set<AchievementId | null>();
  for (const fact of newestFirst) {
    if (fact.key.scid !== of.scid) continue;
    if (fact.kind === 'Reset' || fact.sequence <= of.after || fact.receivedAt < of.since) break;
    if (fact.kind === 'Revoked') revoked.add(fact.achievementId);
    if (isNews(fact) && !revoked.has(fact.achievementId)) unlocks.push(fact);
  }
  return unlocks.reverse();
}
