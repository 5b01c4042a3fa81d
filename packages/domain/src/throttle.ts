/** How many requests a window takes, and how long it is. */
export type Window = { readonly requestsMax: number; readonly seconds: number };

/**
 * Two windows that are counted at once. Each begins at a whole multiple of its length since
 * 1970-01-01 and starts from nothing.
 */
export type ThrottleLimits = { readonly burst: Window; readonly sustain: Window };

/** What was counted, and in which windows. Windows are numbered from 1970-01-01. */
export type Counts = {
  readonly burstWindow: number;
  readonly burst: number;
  readonly sustainWindow: number;
  readonly sustain: number;
};

/** Why a request is not served. */
export type Throttled = {
  /** Of the violated window, with this request. */
  readonly currentRequests: number;
  readonly maxRequests: number;
  readonly periodInSeconds: number;
  /** Until the end of the violated window that ends last: whole, 1 or more. */
  readonly retryAfterSeconds: number;
};

/** Before the first request. */
export const noRequests: Counts = { burstWindow: -1, burst: 0, sustainWindow: -1, sustain: 0 };

/**
 * Counts one request, in both windows, whether it is served or not.
 *
 * @param nowMs milliseconds since 1970-01-01; a window other than the counted one begins anew, also
 *   when the clock was put back
 *
 * Source: wire contract §13 [D]; windows aligned to the clock [I].
 */
export function countRequest(before: Counts, limits: ThrottleLimits, nowMs: number): Counts {
  const burstWindow = windowAt(nowMs, limits.burst);
  const sustainWindow = windowAt(nowMs, limits.sustain);
  return {
    burstWindow,
    burst: burstWindow === before.burstWindow ? before.burst + 1 : 1,
    sustainWindow,
    sustain: sustainWindow === before.sustainWindow ? before.sustain + 1 : 1,
  };
}

/**
 * Judges the request that was counted last. Where both windows are exceeded, the sustain window is
 * the one that is told of.
 *
 * @returns `null` when it is served
 *
 * Source: wire contract §13 [D]; which window is told of [I].
 */
export function throttledBy(
  counts: Counts,
  limits: ThrottleLimits,
  nowMs: number,
): Throttled | null {
  const { burst, sustain } = limits;
  if (counts.sustain > sustain.requestsMax) {
    const isBoth = counts.burst > burst.requestsMax;
    const burstMs = isBoth ? remainingMs(nowMs, burst) : 0;
    return judged(sustain, counts.sustain, Math.max(remainingMs(nowMs, sustain), burstMs));
  }
  if (counts.burst <= burst.requestsMax) return null;
  return judged(burst, counts.burst, remainingMs(nowMs, burst));
}

function judged(window: Window, currentRequests: number, waitMs: number): Throttled {
  return {
    currentRequests,
    maxRequests: window.requestsMax,
    periodInSeconds: window.seconds,
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  };
}

function windowAt(nowMs: number, { seconds }: Window): number {
  return Math.floor(nowMs / (seconds * 1000));
}

function remainingMs(nowMs: number, window: Window): number {
  return (windowAt(nowMs, window) + 1) * window.seconds * 1000 - nowMs;
}
