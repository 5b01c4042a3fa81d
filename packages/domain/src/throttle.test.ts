import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Counts,
  countRequest,
  noRequests,
  type Throttled,
  type ThrottleLimits,
  throttledBy,
} from './throttle.ts';

/** 2026-03-01T12:00:00Z: the start of a window of 15 s and of one of 300 s. */
const noon = Date.UTC(2026, 2, 1, 12);
const documented: ThrottleLimits = {
  burst: { requestsMax: 100, seconds: 15 },
  sustain: { requestsMax: 300, seconds: 300 },
};

/** Requests at seconds after noon, one after the other; gives the verdict on each. */
function replay(seconds: readonly number[], limits = documented): readonly (Throttled | null)[] {
  let counts: Counts = noRequests;
  return seconds.map((second) => {
    const nowMs = noon + second * 1000;
    counts = countRequest(counts, limits, nowMs);
    return throttledBy(counts, limits, nowMs);
  });
}

function times(count: number, second: number): readonly number[] {
  return Array.from({ length: count }, () => second);
}

describe('burst', () => {
  test('the request at the limit is served', () => {
    assert.equal(replay(times(100, 0)).at(-1), null);
  });

  test('the first request above the limit is throttled until the window ends', () => {
    assert.deepEqual(replay(times(101, 3)).at(-1), {
      currentRequests: 101,
      maxRequests: 100,
      periodInSeconds: 15,
      retryAfterSeconds: 12,
    });
  });

  test('the end of the window starts the count from nothing', () => {
    assert.equal(replay([...times(150, 3), 15.1]).at(-1), null);
  });

  test('a wait of less than a second is told as one second', () => {
    assert.equal(replay(times(101, 14.9995)).at(-1)?.retryAfterSeconds, 1);
  });

  test('a window begins at the clock, not at the first request', () => {
    assert.equal(replay([...times(100, 14), ...times(100, 15)]).at(-1), null);
  });
});

describe('sustain', () => {
  const spread = [0, 20, 40].flatMap((second) => times(100, second));

  test('the request above the sustain limit is throttled until that window ends', () => {
    assert.deepEqual(replay([...spread, 280]).at(-1), {
      currentRequests: 301,
      maxRequests: 300,
      periodInSeconds: 300,
      retryAfterSeconds: 20,
    });
  });

  test('throttled requests count for the sustain window', () => {
    const verdicts = replay([...times(300, 0), 16]);
    assert.equal(verdicts.at(-1)?.periodInSeconds, 300);
  });

  test('the sustain window is told of when both are exceeded', () => {
    assert.equal(replay(times(301, 0)).at(-1)?.periodInSeconds, 300);
  });

  test('the longest wait of the violated windows is told', () => {
    const crossing: ThrottleLimits = {
      burst: { requestsMax: 1, seconds: 15 },
      sustain: { requestsMax: 1, seconds: 16 },
    };
    // Noon is 14 s into a window of 16 s, and the start of one of 15 s.
    const [, second] = replay([0, 0], crossing);
    const sustainRemaining = 16 - ((noon / 1000) % 16);
    assert.deepEqual(
      [second?.periodInSeconds, second?.retryAfterSeconds],
      [16, Math.max(15, sustainRemaining)],
    );
  });
});

test('a clock that was put back begins a new window', () => {
  assert.equal(replay([...times(101, 100), 0]).at(-1), null);
});

test('the documented example throttles 5, 0, 0, 20 and 24 requests', () => {
  const limits: ThrottleLimits = {
    burst: { requestsMax: 30, seconds: 15 },
    sustain: { requestsMax: 100, seconds: 300 },
  };
  const perWindow = [35, 28, 21, 36, 24];
  const seconds = perWindow.flatMap((count, window) => times(count, window * 15 + 1));
  const verdicts = replay(seconds, limits);
  let at = 0;
  const throttled = perWindow.map((count) => {
    at += count;
    return verdicts.slice(at - count, at).filter((verdict) => verdict !== null).length;
  });
  assert.deepEqual(throttled, [5, 0, 0, 20, 24]);
});
