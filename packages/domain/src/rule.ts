import { type PlayerRecord, progressOn, type StatValue } from './player-record.ts';
import type { Progress } from './progress.ts';
import type { Achievement, Requirement } from './title.ts';

/**
 * How far one requirement is: the percent as text, the stat's value, or `null` for a stat that has
 * none yet.
 *
 * Source: wire contract §4.5 [C].
 */
export function currentOf(
  requirement: Requirement,
  { progress, stats }: { progress: Progress; stats: ReadonlyMap<string, StatValue> },
): string | null {
  if (requirement.on === 'Percent') return String(progress.percent);
  return stats.get(requirement.on.stat) ?? null;
}

/**
 * Whether a requirement holds. `Sum` and `Maximum` need at least the target, `Minimum` at most.
 *
 * Source: wire contract §10.1 [D][I].
 */
export function holds(requirement: Requirement, current: string | null): boolean {
  if (current === null) return false;
  const [value, target] = [Number(current), Number(requirement.target)];
  return requirement.operation === 'Minimum' ? value <= target : value >= target;
}

/**
 * Where the player stands on one achievement. What is recorded counts first; an event-based one
 * that is not unlocked is in progress as soon as any of its stats is above zero.
 *
 * Source: wire contract §10.1 [D].
 */
export function standingOf(achievement: Achievement, record: PlayerRecord): Progress {
  const recorded = progressOn(record, achievement.id);
  if (recorded.state !== 'NotStarted') return recorded;
  for (const requirement of achievement.requirements) {
    if (requirement.on === 'Percent') continue;
    const current = record.stats.get(requirement.on.stat);
    if (current !== undefined && Number(current) > 0) {
      return { state: 'InProgress', percent: shareOf(requirement, Number(current)) };
    }
  }
  return recorded;
}

/** A percentage for display only: a requirement on a stat unlocks by its own comparison. */
function shareOf(requirement: Requirement, current: number): number {
  const target = Number(requirement.target);
  if (target <= 0 || requirement.operation === 'Minimum') return 1;
  return Math.max(1, Math.min(99, Math.floor((current / target) * 100)));
}
