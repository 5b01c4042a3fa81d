import type { Achievement } from '../wire.ts';
import { refuseManaged } from './manager-error.ts';

/** By what a list is sorted. All achievements are of one title, so `TitleId` sorts nothing. */
export type SortField = 'DefaultOrder' | 'TitleId' | 'UnlockTime';

/** Which way. `Unsorted` for every field but the time of unlocking. */
export type SortOrder = 'Unsorted' | 'Ascending' | 'Descending';

/**
 * Sorts a list; what was never unlocked counts as unlocked before everything else.
 *
 * @throws {ManagerError} `invalid_argument` for an order that does not fit its field
 *
 * Source: wire contract §12, GetAchievements [X].
 */
export function sorted(
  achievements: readonly Achievement[],
  sortField: SortField,
  sortOrder: SortOrder,
): readonly Achievement[] {
  const isByTime = sortField === 'UnlockTime';
  if (isByTime === (sortOrder === 'Unsorted')) {
    const rule = isByTime ? 'Ascending or Descending' : 'Unsorted';
    refuseManaged('invalid_argument', `sorting by ${sortField} must be ${rule}; got ${sortOrder}`);
  }
  if (!isByTime) return [...achievements];
  const direction = sortOrder === 'Ascending' ? 1 : -1;
  return [...achievements].sort((a, b) => direction * (unlockMs(a) - unlockMs(b)));
}

function unlockMs({ progressState, progression }: Achievement): number {
  const at = progressState === 'Achieved' ? Date.parse(progression.timeUnlocked) : 0;
  return Number.isNaN(at) ? 0 : Math.max(at, 0);
}
