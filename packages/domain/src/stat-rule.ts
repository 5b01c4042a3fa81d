import type { AchievementId } from './ids.ts';

/** A value that an event carries. */
export type FieldValue = string | number | boolean;

/** What a stat's value is. Values are kept as text of their type. */
export type StatType = 'Integer' | 'Double' | 'String' | 'DateTime';

/** What an event's field may be. */
export type FieldType = StatType | 'Boolean';

/** An event that a title sends: what it is called and what it says. */
export type EventDefinition = {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: FieldType }[];
};

/**
 * How events come together in a stat. `Count` counts them; the others take a field's value.
 *
 * Source: wire contract §10.1 [D]; `Count` is ours [I].
 */
export type StatFold = 'Sum' | 'Minimum' | 'Maximum' | 'Last' | 'Count';

/** An event counts only if its field is one of the values, or within the bounds, that are given. */
export type StatFilter = {
  readonly field: string;
  readonly in?: readonly FieldValue[];
  readonly atLeast?: number;
  readonly atMost?: number;
};

/** What keeps an absurd event from spoiling a stat. */
export type StatGuard = {
  /** The stat stays within these; `null` for no bound. A sum stops there, a value is refused. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** One event may change the stat by at most this much. */
  readonly largestChange: number | null;
  /** What would lower the stat is refused. */
  readonly onlyRising: boolean;
};

/** How events change a stat. Source: wire contract §10.1 [D]. */
export type StatRule = {
  readonly event: string;
  readonly fold: StatFold;
  /** The field that is folded; `null` for `Count`. */
  readonly field: string | null;
  /** All must hold. */
  readonly where: readonly StatFilter[];
  /** Fields by whose values the stat is kept apart; empty for one value. */
  readonly per: readonly string[];
  readonly guard: StatGuard;
};

/** No guard at all. */
export const unguarded: StatGuard = {
  minimum: null,
  maximum: null,
  largestChange: null,
  onlyRising: false,
};

/**
 * The event by which clients tell of updates they could not send; no stat is made of it.
 *
 * Source: wire contract §10.4 [X].
 */
export const updateEventName = 'AchievementUpdate';

/** What stands between a stat and a value that it is kept apart by. */
const instanceMark = '.';

/** What stands between a stat and the achievement that counts it on its own. */
const ownMark = '@';

/** Where the value of a stat is kept that has one for each of some values. */
export function instanceKey(stat: string, values: readonly string[]): string {
  return [stat, ...values].join(instanceMark);
}

/** The stat that a key is of, whatever it is kept apart by. */
export function statNameIn(key: string): string {
  return key.split(/[.@]/, 1)[0] ?? key;
}

/**
 * Where an achievement keeps what it counts on its own: one with a time window, which only events
 * inside count for, and one that carries earlier progress on.
 */
export function ownStatKey(stat: string, achievementId: AchievementId | string): string {
  return `${stat}${ownMark}${achievementId}`;
}

/** Where the count of an achievement is kept that the title counts itself. */
export function counterKey(achievementId: AchievementId | string): string {
  return `${ownMark}${achievementId}`;
}

/** Whether a key is of an achievement's own count, which is no stat that readers may see. */
export function isOwnKey(key: string): boolean {
  return key.includes(ownMark);
}
