import { type PlayerRecord, progressOn, type StatValue } from './player-record.ts';
import type { Progress } from './progress.ts';
import type { Achievement, Requirement, StatSource } from './title.ts';

/** What requirements read of a player. */
export type Measured = {
  readonly progress: Progress;
  readonly stats: ReadonlyMap<string, StatValue>;
};

/**
 * How far one requirement is: the percent as text, the stat's value, or `null` for a stat that has
 * none yet.
 *
 * Source: wire contract §4.5 [C].
 */
export function currentOf(requirement: Requirement, { progress, stats }: Measured): string | null {
  const { on } = requirement;
  if (on === 'Percent') return String(progress.percent);
  const current = stats.get(on.key ?? on.stat);
  if (current !== undefined || on.carries !== true) return current ?? null;
  return carriedOver(requirement, on, { progress, stats });
}

/**
 * Where the count of a requirement begins that carries earlier progress on: at the stat it reads,
 * or at the recorded percent of its target, whichever is further; `null` where there is neither.
 */
export function carriedOver(
  { operation, target, valueType }: Requirement,
  { stat }: StatSource,
  { progress, stats }: Measured,
): string | null {
  const plain = stats.get(stat) ?? null;
  if (operation === 'Minimum' || progress.state === 'NotStarted') return plain;
  const share = (Number(target) * progress.percent) / 100;
  const carried = valueType === 'Integer' ? Math.floor(share) : Math.round(share * 1e6) / 1e6;
  return String(Math.max(carried, Number(plain ?? 0)));
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

/** Whether all requirements of an achievement hold; one without any never does. */
export function allHold({ requirements }: Achievement, standing: Measured): boolean {
  if (requirements.length === 0) return false;
  return requirements.every((requirement) => holds(requirement, currentOf(requirement, standing)));
}

/**
 * How far an achievement is that stats move: 100 where all its requirements hold, else as
 * `percentOf` has it.
 */
export function reachedOf(achievement: Achievement, measured: Measured): number {
  let [sum, held] = [0, 0];
  const { requirements } = achievement;
  for (const requirement of requirements) {
    const current = currentOf(requirement, measured);
    if (holds(requirement, current)) held += 1;
    const value = current === null ? 0 : Number(current);
    if (value > 0) sum += shareOf(requirement, value);
  }
  if (held === requirements.length && held > 0) return 100;
  return sum === 0 ? 0 : Math.max(1, Math.floor(sum / requirements.length));
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
  const percent = percentOf(achievement, { progress: recorded, stats: record.stats });
  return percent === 0 ? recorded : { state: 'InProgress', percent };
}

/**
 * How far the stats of an achievement are, as a percentage for display only: requirements on stats
 * unlock by their own comparison. 0 until any of them is above zero, 99 at most.
 */
export function percentOf({ requirements }: Achievement, standing: Measured): number {
  let [sum, count] = [0, 0];
  for (const requirement of requirements) {
    if (requirement.on === 'Percent') continue;
    count += 1;
    const current = Number(currentOf(requirement, standing) ?? 0);
    if (current > 0) sum += shareOf(requirement, current);
  }
  return sum === 0 ? 0 : Math.max(1, Math.floor(sum / count));
}

function shareOf(requirement: Requirement, current: number): number {
  const target = Number(requirement.target);
  if (target <= 0 || requirement.operation === 'Minimum') return 1;
  return Math.max(1, Math.min(99, Math.floor((current / target) * 100)));
}
