import type { Instant } from './instant.ts';

/** How far one player is toward one achievement. `percent` is a whole number. */
export type Progress =
  | { readonly state: 'NotStarted'; readonly percent: 0 }
  | { readonly state: 'InProgress'; readonly percent: number }
  | { readonly state: 'Achieved'; readonly percent: 100; readonly unlockedAt: Instant };

/** Where every player begins. */
export const notStarted: Progress = { state: 'NotStarted', percent: 0 };

/**
 * Decides what one report of progress does to one achievement.
 *
 * Progress only rises. A report at or below the recorded percent changes nothing; a report above
 * 100 counts as 100. The first report to reach 100 unlocks, and that moment never moves.
 *
 * @param before what is recorded now
 * @param reported percent sent by the title: a whole number, 0 or more
 * @param earnedAt when the report takes effect
 * @returns `before` itself (the same object) when nothing changes
 * @throws {RangeError} if `reported` is negative or not whole: the edge must have refused it
 *
 * Source: "Updating Achievements" [D]; wire contract §5.2.
 */
export function advance(before: Progress, reported: number, earnedAt: Instant): Progress {
  if (!Number.isInteger(reported) || reported < 0) {
    throw new RangeError(`reported percent must be a whole number of 0 or more; got ${reported}`);
  }
  const percent = Math.min(reported, 100);
  if (percent <= before.percent) return before;
  if (percent === 100) return { state: 'Achieved', percent: 100, unlockedAt: earnedAt };
  return { state: 'InProgress', percent };
}
