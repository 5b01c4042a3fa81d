import type { Clock } from '../clock.ts';

/** A clock that moves when told, and calls what is due on the way: for tests. */
export function createFakeTimers() {
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  let now = 0;

  const clock: Clock = {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };

  /** Lets everything happen that needs no time. */
  async function idle(): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  return {
    clock,
    idle,
    /** When the next timers are due, from now, in milliseconds. */
    waits: () => [...timers].map(({ at }) => at - now).sort((a, b) => a - b),
    async advance(milliseconds: number): Promise<void> {
      const end = now + milliseconds;
      await idle();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.callback();
        await idle();
      }
      now = end;
    },
  };
}
