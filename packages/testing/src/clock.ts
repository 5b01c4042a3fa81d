import type { Management } from './management.ts';

/** The clock of an instance: it follows the machine until a test stops it. */
export type TestClock = {
  /** What the instance takes for now. */
  now(): Promise<Date>;
  /** Stands still at that moment. @param at a date, or its ISO text */
  set(at: Date | string): Promise<void>;
  /** Moves on, and stands still there. */
  advance(by: {
    readonly days?: number;
    readonly hours?: number;
    readonly minutes?: number;
    readonly seconds?: number;
    readonly milliseconds?: number;
  }): Promise<void>;
  /** Follows the machine again. */
  follow(): Promise<void>;
};

const path = '/development/clock';

/** @returns the clock of the instance that is managed so */
export function clockOf(manage: Management): TestClock {
  return {
    async now() {
      return new Date(String(Object(await manage('GET', path)).now));
    },
    async set(at) {
      await manage('PUT', path, { now: new Date(at).toISOString() });
    },
    async advance({ days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 }) {
      const sum = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
      await manage('PUT', path, { advanceMs: Math.round(sum) });
    },
    async follow() {
      await manage('PUT', path, { now: null });
    },
  };
}
