import { type Instant, instantFromMilliseconds, millisecondsOf } from '@laurel/domain';

/** Where "now" comes from. */
export interface Clock {
  /** Milliseconds since 1970-01-01. */
  milliseconds(): number;
  now(): Instant;
}

/** The machine's clock, which is looked at once in each turn of the event loop. */
export const systemClock: Clock = createSystemClock();

/**
 * Each request asks for the time five times, and is one of many in its turn. An instant is put into
 * words once for each millisecond: a busy server asks ten times in one.
 */
function createSystemClock(): Clock {
  let now: number | null = null;
  let last = 0;
  let lastInstant = instantFromMilliseconds(last);

  function forget(): void {
    now = null;
  }

  function milliseconds(): number {
    if (now === null) {
      now = Date.now();
      // The loop waits for nothing before it has done this.
      setImmediate(forget);
    }
    return now;
  }

  return {
    milliseconds,
    now() {
      const ms = milliseconds();
      if (ms !== last) {
        last = ms;
        lastInstant = instantFromMilliseconds(ms);
      }
      return lastInstant;
    },
  };
}

/** A clock that can be put anywhere. Development mode and tests only. */
export interface TestClock extends Clock {
  /** Stands still at that moment; `null` follows the machine again. */
  set(at: Instant | null): void;
  /** Moves on by that many milliseconds; a clock that followed the machine then stands still. */
  advance(milliseconds: number): void;
  /** Whether it stands still. */
  isFrozen(): boolean;
}

/** @param at where it stands at first; `null` follows the machine */
export function createTestClock(at: Instant | null = null): TestClock {
  let standing = at === null ? null : millisecondsOf(at);
  const milliseconds = () => standing ?? Date.now();
  return {
    milliseconds,
    now: () => instantFromMilliseconds(milliseconds()),
    set(next) {
      standing = next === null ? null : millisecondsOf(next);
    },
    advance(by) {
      standing = milliseconds() + by;
    },
    isFrozen: () => standing !== null,
  };
}
