import type { AchievementId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { FieldValue } from './stat-rule.ts';

/** Something that happened in the game, as the title tells it. */
export type GameEvent = {
  /** Made by the sender, and the same when it sends the event again: 1 to 64 characters. */
  readonly id: string;
  readonly name: string;
  /** When it happened, as the device has it; `null` when it does not say. */
  readonly at: Instant | null;
  /** What it says: dimensions and measurements together. */
  readonly fields: Readonly<Record<string, FieldValue>>;
};

/** Why an event, or what it would do to one stat, was refused: a closed set. */
export const eventRefusalCodes = [
  'Malformed',
  'NotYours',
  'UnknownPlayer',
  'UnknownTitle',
  'TitleNotAllowed',
  'LegacyTitle',
  'Retired',
  'UnknownEvent',
  'MissingField',
  'WrongType',
  'TooOld',
  'InFuture',
  'OutOfRange',
  'LargeChange',
  'Falling',
  'TooManyValues',
  'UnknownAchievement',
  'EventBasedTitle',
  'WindowClosed',
] as const;

/** The closed set of reasons. */
export type EventRefusalCode = (typeof eventRefusalCodes)[number];

/** Why something was not counted. `stat` is `null` where the whole event was refused. */
export type EventRefusal = {
  readonly code: EventRefusalCode;
  readonly message: string;
  readonly stat: string | null;
};

/** What became of one event. */
export type EventResult = {
  readonly id: string;
  /**
   * `Counted`: it changed something. `NoEffect`: it is known and changed nothing. `Duplicate`: it
   * was counted before.
   */
  readonly outcome: 'Counted' | 'NoEffect' | 'Duplicate' | 'Refused';
  /** Why it was refused, or which of its stats it could not change. */
  readonly refusals: readonly EventRefusal[];
  /** What stats it changed, and to what. */
  readonly stats: readonly (readonly [key: string, value: string])[];
  readonly unlocked: readonly AchievementId[];
};

/** How far before it arrives an event may have happened: 30 days. */
export const eventAgeDaysMax = 30;

/** How far ahead a device's clock may be; what it dates later than now counts as now: a day. */
export const eventAheadHoursMax = 24;

/** An event refused as a whole. */
export function refusedEvent(id: string, code: EventRefusalCode, message: string): EventResult {
  const refusals = [{ code, message, stat: null }];
  return { id, outcome: 'Refused', refusals, stats: [], unlocked: [] };
}
