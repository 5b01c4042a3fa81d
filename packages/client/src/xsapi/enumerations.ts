import { textOrNull } from '../read-answer.ts';

/** Which achievements to list. Source: achievements_c.h [X], as for all of this file. */
export const XblAchievementType = { Unknown: 0, All: 1, Persistent: 2, Challenge: 3 } as const;
/** Which achievements to list. */
export type XblAchievementType = ValueOf<typeof XblAchievementType>;

/** How to order a list. */
export const XblAchievementOrderBy = { DefaultOrder: 0, TitleId: 1, UnlockTime: 2 } as const;
/** How to order a list. */
export type XblAchievementOrderBy = ValueOf<typeof XblAchievementOrderBy>;

/** Where a player stands. */
export const XblAchievementProgressState = {
  Unknown: 0,
  Achieved: 1,
  NotStarted: 2,
  InProgress: 3,
} as const;
/** Where a player stands. */
export type XblAchievementProgressState = ValueOf<typeof XblAchievementProgressState>;

/** What a picture is for. */
export const XblAchievementMediaAssetType = { Unknown: 0, Icon: 1, Art: 2 } as const;
/** What a picture is for. */
export type XblAchievementMediaAssetType = ValueOf<typeof XblAchievementMediaAssetType>;

/** Who earns it. */
export const XblAchievementParticipationType = { Unknown: 0, Individual: 1, Group: 2 } as const;
/** Who earns it. */
export type XblAchievementParticipationType = ValueOf<typeof XblAchievementParticipationType>;

/** What a reward is. */
export const XblAchievementRewardType = { Unknown: 0, Gamerscore: 1, InApp: 2, Art: 3 } as const;
/** What a reward is. */
export type XblAchievementRewardType = ValueOf<typeof XblAchievementRewardType>;

/** Whether few players have it. */
export const XblAchievementRarityCategory = { Unset: 0, Rare: 1, Common: 2 } as const;
/** Whether few players have it. */
export type XblAchievementRarityCategory = ValueOf<typeof XblAchievementRarityCategory>;

/** Which way the manager sorts. */
export const XblAchievementsManagerSortOrder = {
  Unsorted: 0,
  Ascending: 1,
  Descending: 2,
} as const;
/** Which way the manager sorts. */
export type XblAchievementsManagerSortOrder = ValueOf<typeof XblAchievementsManagerSortOrder>;

/** What happened. */
export const XblAchievementsManagerEventType = {
  LocalUserInitialStateSynced: 0,
  AchievementUnlocked: 1,
  AchievementProgressUpdated: 2,
} as const;
/** What happened. */
export type XblAchievementsManagerEventType = ValueOf<typeof XblAchievementsManagerEventType>;

type ValueOf<T> = T[keyof T];

/** @returns the member that a word of the wire names, in any case; `Unknown` or `Unset` for none */
export function memberOf<T extends Readonly<Record<string, number>>>(
  members: T,
  word: unknown,
): ValueOf<T> {
  const lower = textOrNull(word)?.toLowerCase();
  const found = Object.entries(members).find(([name]) => name.toLowerCase() === lower);
  return (found?.[1] ?? 0) as ValueOf<T>;
}

/** @returns the word of a member, `undefined` for a number that is none */
export function nameOf<T extends Readonly<Record<string, number>>>(
  members: T,
  value: number,
): (keyof T & string) | undefined {
  return Object.keys(members).find((name) => members[name] === value);
}
