import type { Rarity } from '../services/rarity.ts';

/** Calls back every so many milliseconds. @returns what stops it */
export type Schedule = (run: () => void, everyMs: number) => () => void;

/** Does not keep the process alive. */
const onTimer: Schedule = (run, everyMs) => {
  const timer = setInterval(run, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};

/** A job that runs until it is disposed of; that waits for the run that is under way. */
export type Job = AsyncDisposable & {
  /** Runs now, or joins the run that is under way. Never throws. */
  run(): Promise<void>;
};

/**
 * Counts rarity in the background: "recomputed at most every few minutes".
 *
 * @param onFailure told what a run threw; the next run tries again
 *
 * Source: wire contract §4.6b [I].
 */
export function startRarityJob({
  rarity,
  everyMs,
  onFailure,
  schedule = onTimer,
}: {
  rarity: Pick<Rarity, 'fold'>;
  everyMs: number;
  onFailure: (cause: unknown) => void;
  schedule?: Schedule;
}): Job {
  let underWay: Promise<void> | null = null;

  function run(): Promise<void> {
    underWay ??= rarity
      .fold()
      .then(() => undefined, onFailure)
      .finally(() => {
        underWay = null;
      });
    return underWay;
  }

  const stop = schedule(() => void run(), everyMs);
  return {
    run,
    async [Symbol.asyncDispose]() {
      stop();
      await underWay;
    },
  };
}
