import type { Sink } from './shell.ts';

/** Nothing is shown of what takes less. */
const silentMs = 2_000;

/** How often a line is written where lines can't be replaced. */
const plainIntervalMs = 5_000;

/** How often the line is replaced on a terminal. */
const terminalIntervalMs = 250;

/** Tells how far some work has come. */
export type Progress = {
  /** @param what the part that is worked on now, such as a file's name */
  at(done: number, total: number, what?: string): void;
};

/**
 * Does work and shows how far it has come, on anything that takes longer than two seconds.
 *
 * @param title what is being done, such as `importing`
 */
export async function withProgress<T>(
  err: Sink,
  title: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  let state = '';
  let isShown = false;

  function show(): void {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const line = `${title}${state} (${seconds} s)`;
    isShown = true;
    err.write(err.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  }

  let timer = setTimeout(function again() {
    show();
    timer = setTimeout(again, err.isTTY ? terminalIntervalMs : plainIntervalMs);
  }, silentMs);
  try {
    return await work({
      at(done, total, what = '') {
        state = ` ${done} of ${total}${what === '' ? '' : `: ${what}`}`;
      },
    });
  } finally {
    clearTimeout(timer);
    if (isShown && err.isTTY) err.write('\r\u001b[K');
  }
}
