import type { schema } from '@laurel/contract';
import type { z } from 'zod';

/** Where a player stands; `Unknown` for a word this version does not know. */
export type ProgressState = z.output<typeof schema.ProgressState> | 'Unknown';

type WireAchievement = z.output<typeof schema.Achievement>;

/** An achievement as one player sees it. `rarity` is absent from services that don't count it. */
export type Achievement = Omit<WireAchievement, 'progressState' | 'progression'> & {
  readonly progressState: ProgressState;
  readonly progression: Omit<WireAchievement['progression'], 'achievementState'> & {
    readonly achievementState: ProgressState;
  };
};

/** A title a player has played. */
export type PlayedTitle = z.output<typeof schema.PlayedTitle>;

/** One page of a list. */
export type Page<T> = {
  readonly items: readonly T[];
  /** Of the whole list, not of this page. */
  readonly totalRecords: number;
  /** What asks for the next page; `null` on the last one. */
  readonly continuationToken: string | null;
};

/** The answer to "may they?". */
export type Permission = z.output<typeof schema.PermissionChecked>;

/** What one player may do toward another. */
export type PermissionName = (typeof schema.permissions)[number];

/** How far one achievement is after an update. */
export type Standing = z.output<typeof schema.ProgressUpdated>['achievements'][number];

/** How far a player has come with one achievement. */
export type Report = {
  readonly id: string;
  /** A whole number, 0 to 100; progress only rises, and 100 unlocks. */
  readonly percentComplete: number;
  /**
   * When the player did it, where that is not now: UTC, such as `2026-03-01T12:00:00.000Z`. The
   * service takes it within 30 days; services of another make take the time of the report.
   */
  readonly earnedAt?: string | undefined;
};
