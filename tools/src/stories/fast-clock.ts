import type { Clock } from '@laurel/client';

/** Everything that waits in a story, waits this many times shorter. */
export const speed = 20;

/** A clock of a story. */
export const fastClock: Clock = {
  now: () => performance.now() * speed,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds / speed);
    return () => clearTimeout(timer);
  },
};
