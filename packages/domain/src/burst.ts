import { type Instant, millisecondsOf } from './instant.ts';

/** Something that happened to one player in one title. */
export type Happened = { readonly who: string; readonly where: string; readonly at: Instant };

/** What lies so close together is read as one. Source: [I]. */
export const burstGapMs = 60 * 60_000;

/** A longer burst is told in parts. Source: [I]. */
export const burstSizeMax = 50;

/** Gathers what is read together: a player's unlocks in one title, each soon after the other. */
export type Bursts<T> = {
  /** Whether it would begin a burst of its own. */
  begins(one: T): boolean;
  add(one: T): void;
  /** In the order of their first; each with its own in the order they came. */
  readonly all: readonly (readonly T[])[];
};

/**
 * Begins without any. What happens to others meanwhile does not part a burst.
 *
 * @param about says of each who, where and when; they come newest first
 */
export function gatherBursts<T>(about: (one: T) => Happened): Bursts<T> {
  const all: T[][] = [];
  const open = new Map<string, T[]>();

  function burstFor(one: T): T[] | undefined {
    const { who, where, at } = about(one);
    const burst = open.get(`${who} ${where}`);
    const oldest = burst?.at(-1);
    if (burst === undefined || oldest === undefined || burst.length >= burstSizeMax) {
      return undefined;
    }
    const gapMs = Math.abs(millisecondsOf(about(oldest).at) - millisecondsOf(at));
    return gapMs <= burstGapMs ? burst : undefined;
  }

  return {
    all,
    begins: (one) => burstFor(one) === undefined,
    add(one) {
      const { who, where } = about(one);
      const burst = burstFor(one);
      if (burst !== undefined) {
        burst.push(one);
        return;
      }
      const fresh = [one];
      all.push(fresh);
      open.set(`${who} ${where}`, fresh);
    },
  };
}
