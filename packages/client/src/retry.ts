import type { ClientError } from './client-error.ts';

/** Answers after which the same request may succeed. Source: wire contract §5.7 [X]. */
const retriedStatuses: readonly number[] = [408, 429, 500, 502, 503, 504];

/** The longest wait between two attempts. */
const delayMsMax = 60_000;

/** A 500 waits at least this long. */
const delayMsAfter500 = 10_000;

/** A service that asks for more is asked again after this long. */
const retryAfterMsMax = 3_600_000;

/** An attempt is made only if this much of the window is left for it. */
export const attemptMsMin = 5_000;

/** @returns whether the same call may succeed a little later */
export function isRetried({ code, status }: ClientError): boolean {
  return code === 'network' || code === 'timeout' || retriedStatuses.includes(status);
}

/**
 * How long to wait before the next attempt: between 2 and 4 s, 4 and 8 s, and so on; what the
 * service asked for wins, stretched by up to a fifth so that clients don't return all at once.
 *
 * @param attempts made so far, from 1
 * @param random from 0 to 1
 *
 * Source: wire contract §5.7 [X].
 */
export function retryDelayMs(
  { status, retryAfterMs }: Pick<ClientError, 'status' | 'retryAfterMs'>,
  { attempts, random }: { attempts: number; random: number },
): number {
  if (retryAfterMs !== null) return retryAfterMs * (1 + random / 5);
  const delayMs = Math.min(2 ** attempts * 1000 * (1 + random), delayMsMax);
  return status === 500 ? Math.max(delayMs, delayMsAfter500) : delayMs;
}

/** @param header whole seconds; any other form counts as none, as shipped clients read it [X] */
export function parseRetryAfter(header: string | null): number | null {
  if (header === null || !/^[0-9]{1,9}$/.test(header.trim())) return null;
  return Math.min(Number(header) * 1000, retryAfterMsMax);
}
