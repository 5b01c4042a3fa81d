import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, openConnection } from './connection.ts';
import { createHistogram, type Histogram } from './histogram.ts';

/** What a load sends, and which answers to it are right. */
export type Workload = {
  /** The next request; `null` when there is none left. */
  next(): Buffer | null;
  accepts(status: number, bodyBytes: number): boolean;
};

/** What a load saw between its mark and its stop. */
export type Measured = {
  readonly answers: number;
  readonly seconds: number;
  readonly latencies: Histogram;
};

/** A load that runs. */
export type Load = {
  /** Begins to count; what was before was to warm up. */
  mark(): void;
  /** Resolves when the workload has no request left and all are answered. */
  readonly isDone: Promise<void>;
  /**
   * Counts no further, waits for the answers that are due, and closes the connections.
   *
   * @throws by the result, when any answer was not right or a connection was lost
   */
  stop(): Promise<Measured>;
};

/** How a load asks: at once when an answer came, or at a rate of requests per second. */
export type Pace = 'ClosedLoop' | { readonly perSecond: number };

/** Answers that are due are waited for this long. */
const drainMs = 20_000;

/** What a load is made of. */
export type LoadParts = {
  readonly port: number;
  readonly connections: number;
  readonly workload: Workload;
  readonly pace: Pace;
};

/**
 * Starts a load on its own keep-alive connections, one request at a time on each. A paced load
 * counts the time an answer took from when it should have been asked for, so a stalled server is
 * not forgiven; it turns without rest, for timers are too coarse.
 */
export async function startLoad({ port, connections, workload, pace }: LoadParts): Promise<Load> {
  const askedAt = new Float64Array(connections);
  let histogram = createHistogram();
  let markedAt = performance.now();
  let due = 0;
  let isSending = true;
  let isPaused = false;
  let failure: Error | null = null;
  const done = Promise.withResolvers<void>();

  function fail(reason: Error): void {
    failure ??= reason;
    isSending = false;
    done.resolve();
  }

  function ask(index: number, at: number): void {
    const request = isSending ? workload.next() : null;
    if (request === null) {
      isSending = false;
      if (due === 0) done.resolve();
      return;
    }
    askedAt[index] = at;
    due += 1;
    pool[index]?.send(request);
  }

  function take(index: number, status: number, bodyBytes: number): void {
    const now = performance.now();
    due -= 1;
    if (!workload.accepts(status, bodyBytes)) {
      fail(new Error(`an answer was not right: status ${status} with ${bodyBytes} bytes`));
      return;
    }
    if (!isPaused) histogram.record((now - (askedAt[index] ?? now)) * 1000);
    if (pace === 'ClosedLoop') ask(index, now);
    else free.push(index);
    if (!isSending && due === 0) done.resolve();
  }

  const pool = await openPool(connections, { port, onReply: take, onFailure: fail });
  const free = [...pool.keys()];
  if (pace === 'ClosedLoop') {
    for (const index of pool.keys()) ask(index, performance.now());
  } else {
    keepPace(pace, { isSending: () => isSending, free, ask });
  }

  return {
    isDone: done.promise,
    mark() {
      histogram = createHistogram();
      markedAt = performance.now();
    },
    async stop() {
      const seconds = (performance.now() - markedAt) / 1000;
      isPaused = true;
      isSending = false;
      const measured = { answers: histogram.count, seconds, latencies: histogram };
      if (due > 0 && failure === null) {
        await Promise.race([done.promise, sleep(drainMs, undefined, { ref: false })]);
      }
      for (const connection of pool) connection.close();
      if (failure !== null) throw failure;
      if (due > 0) throw new Error(`${due} answers did not come within ${drainMs} ms`);
      return measured;
    },
  };
}

async function openPool(
  count: number,
  {
    port,
    onReply,
    onFailure,
  }: {
    port: number;
    onReply: (index: number, status: number, bodyBytes: number) => void;
    onFailure: (reason: Error) => void;
  },
): Promise<readonly Connection[]> {
  const pool: Connection[] = [];
  for (let index = 0; index < count; index += 1) {
    const ofThis = (status: number, bodyBytes: number) => onReply(index, status, bodyBytes);
    pool.push(await openConnection(port, { onReply: ofThis, onFailure }));
  }
  return pool;
}

function keepPace(
  { perSecond }: { perSecond: number },
  {
    isSending,
    free,
    ask,
  }: { isSending: () => boolean; free: number[]; ask: (index: number, at: number) => void },
): void {
  const stepMs = 1000 / perSecond;
  let nextAt = performance.now();
  function turn(): void {
    if (!isSending()) return;
    const now = performance.now();
    while (nextAt <= now) {
      // In turn: a connection that never asks is closed before long.
      const index = free.shift();
      // With no connection free the request waits here, and its wait counts.
      if (index === undefined) break;
      ask(index, nextAt);
      nextAt += stepMs;
    }
    setImmediate(turn);
  }
  turn();
}
