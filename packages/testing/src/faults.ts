import type { Management } from './management.ts';

/** Which calls go wrong. What is left out fits every call. */
export type FaultMatch = {
  /** The id of an operation, such as `achievements.update`. */
  readonly operation?: string;
  /** The short name of a host, such as `achievements`. */
  readonly host?: string;
  /** A gamertag: who asks, or of whom is asked. */
  readonly player?: string;
  /** Only the n-th call that fits, from 1. */
  readonly nth?: number;
  /** At most so many. */
  readonly count?: number;
  /** 0 to 1, drawn from `seed`: the same calls in every run. */
  readonly probability?: number;
  readonly seed?: number;
};

/** What becomes of such a call. Each may come late by `delayMs`. */
export type Fault =
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number; readonly delayMs?: number }
  | {
      readonly kind: 'fail';
      /** 500 to 599. */
      readonly status: number;
      readonly retryAfterSeconds?: number;
      /** Whether it is recorded all the same, and only the answer is lost. */
      readonly isPerformed?: boolean;
      readonly delayMs?: number;
    }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | {
      readonly kind: 'drop';
      readonly at?: 'before' | 'after' | 'midway';
      readonly delayMs?: number;
    }
  | { readonly kind: 'staleToken'; readonly delayMs?: number }
  | { readonly kind: 'dropRealtime'; readonly delayMs?: number };

/** How often a rule fitted, and struck. */
export type FaultState = { readonly id: number; readonly matched: number; readonly made: number };

/** A rule in force. */
export type FaultHandle = {
  /** @returns how many calls went wrong by it */
  made(): Promise<number>;
  remove(): Promise<void>;
};

/** Calls that go wrong on purpose. */
export type Faults = {
  add(match: FaultMatch, fault: Fault): Promise<FaultHandle>;
  /** 429 with `Retry-After` and the body of the protocol. */
  throttle(match?: FaultMatch, retryAfterSeconds?: number): Promise<FaultHandle>;
  /** A 5xx; 503 where no other is named. Nothing is recorded. */
  fail(match?: FaultMatch, status?: number): Promise<FaultHandle>;
  /** The right answer, late. */
  delay(match: FaultMatch, delayMs: number): Promise<FaultHandle>;
  /** The connection ends; after the call was recorded, where `at` is `after` or `midway`. */
  drop(match?: FaultMatch, at?: 'before' | 'after' | 'midway'): Promise<FaultHandle>;
  /** 401, as for a token that has expired. */
  staleToken(match?: FaultMatch): Promise<FaultHandle>;
  /** Ends real-time connections now: of one player, or everybody's. @returns how many */
  dropRealtime(player?: string): Promise<number>;
  list(): Promise<readonly FaultState[]>;
  clear(): Promise<void>;
};

const path = '/development/faults/rules';

/** @param xuidOf names players as the instance does */
export function faultsOf(
  manage: Management,
  xuidOf: (gamertag: string) => Promise<string>,
): Faults {
  async function add({ player, ...match }: FaultMatch, fault: Fault): Promise<FaultHandle> {
    const named = player === undefined ? match : { ...match, player: await xuidOf(player) };
    const id = Number(Object(await manage('POST', path, { match: named, fault })).id);
    return {
      async made() {
        return (await list()).find((rule) => rule.id === id)?.made ?? 0;
      },
      async remove() {
        await manage('DELETE', `${path}/${id}`);
      },
    };
  }

  async function list(): Promise<readonly FaultState[]> {
    return Object(await manage('GET', path)).rules;
  }

  return {
    add,
    list,
    throttle: (match = {}, retryAfterSeconds = 5) =>
      add(match, { kind: 'throttle', retryAfterSeconds }),
    fail: (match = {}, status = 503) => add(match, { kind: 'fail', status }),
    delay: (match, delayMs) => add(match, { kind: 'delay', delayMs }),
    drop: (match = {}, at = 'before') => add(match, { kind: 'drop', at }),
    staleToken: (match = {}) => add(match, { kind: 'staleToken' }),
    async dropRealtime(player) {
      const whose = player === undefined ? {} : { player: await xuidOf(player) };
      return Number(Object(await manage('POST', '/development/realtime/drop', whose)).dropped);
    },
    async clear() {
      await manage('DELETE', path);
    },
  };
}
