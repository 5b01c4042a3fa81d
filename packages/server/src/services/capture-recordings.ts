import type { schema } from '@laurel/contract';
import {
  type AchievementId,
  achievementId,
  compareAchievementIds,
  type LocalizedText,
  type RecordedState,
  type Title,
  type TitleId,
} from '@laurel/domain';

/** One row of one recorded answer, and the language its texts are in. */
export type Row<T> = { readonly row: T; readonly locale: string };

/** One row at least. */
export type Rows<T> = readonly [Row<T>, ...Row<T>[]];

/** Everything that was recorded of one title, in the order of the files. */
export type Recordings = {
  readonly titleId: TitleId;
  readonly modern: Row<schema.RecordedAchievement>[];
  readonly legacy: Row<schema.RecordedLegacyAchievement>[];
  readonly history: Row<schema.RecordedModernTitle>[];
  readonly legacyHistory: Row<schema.RecordedLegacyTitle>[];
  /** The largest total that a list of this title alone gave. */
  total: number;
};

/** Recorded rarity: 0 to 100. */
export type Figure = { readonly achievementId: AchievementId; readonly percentage: number };

/** A title and a player's state in it, as far as its rows say. */
export type FromRows = {
  readonly title: Title;
  readonly state: Omit<RecordedState, 'lastPlayedAt'>;
  readonly figures: readonly Figure[];
};

/** All that was recorded of one achievement. */
export type Grouped<T> = { readonly id: AchievementId; readonly rows: Rows<T> };

/** In the order of the ids. */
export function groupById<T extends { id: string | number }>(
  rows: readonly Row<T>[],
): readonly Grouped<T>[] {
  const byId = new Map<AchievementId, Rows<T>>();
  for (const one of rows) {
    const id = achievementId(String(one.row.id));
    const known = byId.get(id);
    byId.set(id, known === undefined ? [one] : [...known, one]);
  }
  return [...byId]
    .map(([id, own]) => ({ id, rows: own }))
    .sort((a, b) => compareAchievementIds(a.id, b.id));
}

/**
 * One string of every recorded language; where two files of one language differ, the later. A
 * string that was not recorded in the default locale stands there in the language it has.
 */
export function textsOf<T>(
  rows: Rows<T>,
  { defaultLocale, pick }: { defaultLocale: string; pick: (row: T) => string },
): LocalizedText {
  const [first] = rows;
  const recorded = rows.map(({ row, locale }) => [locale, pick(row)] as const);
  return Object.fromEntries([[defaultLocale, pick(first.row)], ...recorded]);
}

/** The recorded rarity of those achievements that had one. */
export function figuresOf<T extends { rarity?: { currentPercentage: number } | undefined }>(
  groups: readonly Grouped<T>[],
): readonly Figure[] {
  return groups.flatMap(({ id, rows }) => {
    const rarity = rows.find(({ row }) => row.rarity)?.row.rarity;
    return rarity === undefined
      ? []
      : [{ achievementId: id, percentage: rarity.currentPercentage }];
  });
}
