import type { EventRefusalCode } from './game-event.ts';
import type { Instant } from './instant.ts';

/** The event that last moved a stat. */
export type MovedBy = { readonly eventId: string; readonly at: Instant };

/** An event that was refused, or could not change a stat, as it is remembered. */
export type RefusedBefore = {
  readonly eventId: string;
  /** At most 64 characters. */
  readonly name: string;
  /** When it arrived. */
  readonly receivedAt: Instant;
  readonly code: EventRefusalCode;
  /** `null` where the whole event was refused. */
  readonly stat: string | null;
};

/** What a record remembers of events. Read only when events come, or when somebody asks why. */
export type EventMemory = {
  /** Marks of the events that were counted, the oldest first; at most `eventsRememberedMax`. */
  readonly seen: readonly number[];
  /** By stat. */
  readonly moved: ReadonlyMap<string, MovedBy>;
  /** The latest, the oldest first; at most `refusalsRememberedMax`. */
  readonly refused: readonly RefusedBefore[];
};

/**
 * So many of a player's latest events of a title are known again when they are sent again. A batch
 * has at most 1000, so two devices may each repeat a whole one.
 */
export const eventsRememberedMax = 2048;

/** So many of a player's latest refusals in a title are remembered. */
export const refusalsRememberedMax = 16;

/** Nothing is remembered. */
export const noEvents: EventMemory = { seen: [], moved: new Map(), refused: [] };

const markMax = 2 ** 48;

/**
 * A number of 48 bits that stands for an event's id. Of 2048 that are remembered, one is taken for
 * a new event once in 10^11 times.
 */
export function eventMark(id: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return ((high >>> 0) * 0x10000 + (low >>> 16)) % markMax;
}

/**
 * What is remembered, with other refusals instead: the latest of those given.
 *
 * @param memory may be read from bytes when it is asked, so it is not spread
 */
export function withRefused(
  { seen, moved }: EventMemory,
  refused: readonly RefusedBefore[],
): EventMemory {
  return { seen, moved, refused: latestOf(refused, refusalsRememberedMax) };
}

/** @returns the latest so many, in their order */
export function latestOf<T>(all: readonly T[], most: number): readonly T[] {
  return all.length > most ? all.slice(all.length - most) : all;
}
