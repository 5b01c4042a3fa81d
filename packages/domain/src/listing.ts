import { type Instant, never } from './instant.ts';
import { emptyRecord, type PlayerRecord } from './player-record.ts';
import type { Progress } from './progress.ts';
import { standingOf } from './rule.ts';
import { type Achievement, isOpenAt, type Title, unseenAchievements } from './title.ts';

/** The orders a list can be asked for in. Source: "GET achievements", orderBy [D]. */
export type Order = 'Unordered' | 'Title' | 'UnlockTime' | 'EndingSoon';

/** What a reader wants to see. */
export type Selection = {
  readonly types: ReadonlySet<Achievement['type']> | null;
  readonly unlockedOnly: boolean;
  /** All definitions, as if the player had never played. */
  readonly possibleOnly: boolean;
  readonly order: Order;
  /** The real service is reported to let InProgress through `unlockedOnly`; a switch. §15b [I] */
  readonly unlockedOnlyIncludesInProgress: boolean;
};

/** A title and what the player has in it. */
export type PlayedTitle = { readonly title: Title; readonly record: PlayerRecord };

/** One line of a list. */
export type Listed = {
  readonly title: Title;
  readonly record: PlayerRecord;
  readonly achievement: Achievement;
  readonly progress: Progress;
};

/**
 * Selects and orders the achievements of the given titles.
 *
 * The base order is titleId, then display order: it does not change while the player plays, so
 * paging by offset never repeats an item. An archived achievement, and any of a retired title, is
 * listed only for a player who unlocked it.
 *
 * @returns every match; the reader cuts its page
 *
 * Source: wire contract §2.4 [C][I].
 */
export function listAchievements(
  played: readonly PlayedTitle[],
  selection: Selection,
): readonly Listed[] {
  const byTitle = played.length < 2 ? played : [...played].sort(byTitleId);
  const listed: Listed[] = [];
  for (const { title, record: own } of byTitle) {
    const record = selection.possibleOnly ? emptyRecord(own.lastPlayedAt) : own;
    for (const achievement of title.achievements) {
      const progress = standingOf(achievement, record);
      const entry = { title, record, achievement, progress };
      if (isSelected(entry, selection)) listed.push(entry);
    }
  }
  if (selection.order === 'UnlockTime') listed.sort(byUnlockTime);
  if (selection.order === 'EndingSoon') listed.sort(byWindowEnd);
  return listed;
}

function isSelected({ title, achievement, progress }: Listed, selection: Selection): boolean {
  const { state } = progress;
  if ((achievement.archived || title.retired) && state !== 'Achieved') return false;
  if (selection.types !== null && !selection.types.has(achievement.type)) return false;
  if (!selection.unlockedOnly || state === 'Achieved') return true;
  return selection.unlockedOnlyIncludesInProgress && state === 'InProgress';
}

function byTitleId(a: PlayedTitle, b: PlayedTitle): number {
  return a.title.titleId - b.title.titleId;
}

/** Latest unlock first, then what is in progress, then the rest. */
function byUnlockTime(a: Listed, b: Listed): number {
  const difference = standingRank(a.progress) - standingRank(b.progress);
  if (difference !== 0) return difference;
  if (a.progress.state !== 'Achieved' || b.progress.state !== 'Achieved') return 0;
  const [x, y] = [a.progress.unlockedAt, b.progress.unlockedAt];
  return x > y ? -1 : x < y ? 1 : 0;
}

function standingRank(progress: Progress): number {
  return { Achieved: 0, InProgress: 1, NotStarted: 2 }[progress.state];
}

/** Earliest end first; achievements without a window last. */
function byWindowEnd(a: Listed, b: Listed): number {
  const [x, y] = [a.achievement.timeWindow?.end, b.achievement.timeWindow?.end];
  if (x === y) return 0;
  if (x === undefined) return 1;
  if (y === undefined) return -1;
  return x < y ? -1 : 1;
}

/** One page of a list. */
export type Page<T> = {
  readonly items: readonly T[];
  readonly total: number;
  /** Where the next page begins; `null` on the last. */
  readonly next: number | null;
};

/**
 * Cuts a page. Beyond the end is an empty last page.
 *
 * @param unseen how many more there are said to be behind `all`; they count, but no page has them
 */
export function pageOf<T>(
  all: readonly T[],
  { offset, maxItems, unseen = 0 }: { offset: number; maxItems: number; unseen?: number },
): Page<T> {
  const end = offset + maxItems;
  const total = all.length + unseen;
  const items = all.slice(offset, end);
  const isFull = items.length === maxItems && maxItems > 0;
  const hasMore = end < all.length || (end < total && isFull);
  return { items, total, next: hasMore ? end : null };
}

/**
 * How many achievements a list lacks because its titles were imported from incomplete answers. A
 * list of some kinds only can't know.
 */
export function unseenIn(
  titles: readonly Title[],
  { types, unlockedOnly }: Pick<Selection, 'types' | 'unlockedOnly'>,
): number {
  if (types !== null || unlockedOnly) return 0;
  return titles.reduce((sum, title) => sum + unseenAchievements(title), 0);
}

/** Challenges that can be unlocked now, the first to end first. Source: §2.9 [C]. */
export function openChallenges(played: readonly PlayedTitle[], now: Instant): readonly Listed[] {
  const selection: Selection = {
    types: new Set(['Challenge']),
    unlockedOnly: false,
    possibleOnly: false,
    order: 'EndingSoon',
    unlockedOnlyIncludesInProgress: false,
  };
  return listAchievements(played, selection).filter(({ achievement }) =>
    isOpenAt(achievement.timeWindow, now),
  );
}

/** When a line was unlocked; `never` while it is not. */
export function unlockTimeOf(progress: Progress): Instant {
  return progress.state === 'Achieved' ? progress.unlockedAt : never;
}
