import { ClientError } from './client-error.ts';
import type { Clock } from './clock.ts';

/** What ends work early. */
type Limits = {
  readonly clock: Clock;
  /** In milliseconds; `null` for work that takes as long as it takes. */
  readonly limitMs: number | null;
  readonly signal: AbortSignal | undefined;
};

/**
 * Ends work after a time, or when the caller's signal says so, whichever comes first; even work
 * that does not listen to its own signal.
 *
 * @param work gets a signal that is aborted when it is to end
 * @throws {ClientError} `timeout` or `aborted`, and what the work throws
 */
export async function within<T>(
  { clock, limitMs, signal }: Limits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let cancel = () => {};
  let abort = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const stop = (code: 'timeout' | 'aborted', message: string) => {
      reject(new ClientError(code, message));
      controller.abort();
    };
    abort = () => stop('aborted', 'the call was aborted');
    if (limitMs !== null) cancel = clock.after(limitMs, () => stop('timeout', 'no answer in time'));
  });
  signal?.addEventListener('abort', abort);
  try {
    if (signal?.aborted) abort();
    return await Promise.race(signal?.aborted ? [stopped] : [stopped, work(controller.signal)]);
  } finally {
    cancel();
    signal?.removeEventListener('abort', abort);
  }
}

/** Waits. @throws {ClientError} `aborted` when the signal says so */
export async function pause(
  clock: Clock,
  delayMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  let cancel = () => {};
  const wait = () =>
    new Promise<void>((resolve) => {
      cancel = clock.after(delayMs, resolve);
    });
  try {
    await within({ clock, limitMs: null, signal }, wait);
  } finally {
    cancel();
  }
}
