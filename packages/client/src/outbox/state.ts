import { type Entry, isSettled, type Lane, laneKey } from './entry.ts';

/** More reports go out in several requests. Source: wire contract §12 [I]. */
export const batchMax = 50;

/** More reports that wait are not accepted. */
export const pendingMax = 5_000;

/** Of what came to a good end this many are kept to be read, and as many that were rejected. */
export const settledMax = 1_000;

/** A request on its way. There is at most one. */
export type Flight = {
  readonly number: number;
  readonly lane: Lane;
  readonly ids: readonly string[];
};

/** How a lane fares; one that is not recorded has no failures and takes full batches. */
export type LaneState = {
  /** Attempts that failed since the last that did not. */
  readonly failures: number;
  /** Nothing is sent before this moment of the clock, in milliseconds. */
  readonly notBefore: number;
  /** Whether the service itself asked to wait: then "sync now" waits too. */
  readonly isAsked: boolean;
  /** The most that one request takes, 1 to `batchMax`; smaller while a bad report is looked for. */
  readonly batch: number;
};

/** What the outbox is doing. Only a leader sends: of several tabs there is one. */
export type Phase = 'Following' | 'Idle' | 'InFlight';

/** Everything the outbox knows. */
export type OutboxState = {
  readonly phase: Phase;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly lanes: ReadonlyMap<string, LaneState>;
  /** Set exactly while `InFlight`. */
  readonly flight: Flight | null;
  /** Flights so far. */
  readonly flights: number;
  /** Settled ones that are no longer kept. */
  readonly forgotten: number;
};

/** Before anything is known. */
export const emptyOutbox: OutboxState = {
  phase: 'Following',
  entries: new Map(),
  lanes: new Map(),
  flight: null,
  flights: 0,
  forgotten: 0,
};

const restedLane: LaneState = { failures: 0, notBefore: 0, isAsked: false, batch: batchMax };

/** @returns how a lane fares */
export function laneState({ lanes }: Pick<OutboxState, 'lanes'>, lane: Lane): LaneState {
  return lanes.get(laneKey(lane)) ?? restedLane;
}

/** @returns what waits to be sent, the earliest earned first */
export function queued({ entries }: OutboxState): readonly Entry[] {
  return [...entries.values()]
    .filter(({ state }) => state === 'Queued')
    .sort((a, b) => order(a.earnedAt, b.earnedAt) || order(a.id, b.id));
}

/** @returns the moment at which something can be sent; `null` when nothing waits or we follow */
export function dueAt(state: OutboxState): number | null {
  if (state.phase !== 'Idle') return null;
  const moments = queued(state).map((entry) => laneState(state, entry).notBefore);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** How many there are of each state. */
export type OutboxSummary = {
  /** Accepted and not yet at its end: queued or on its way. */
  readonly pending: number;
  readonly delivered: number;
  readonly superseded: number;
  readonly rejected: number;
  /** Settled ones beyond what is kept. */
  readonly forgotten: number;
};

/** Counts. */
export function summaryOf({ entries, forgotten }: OutboxState): OutboxSummary {
  const all = [...entries.values()];
  const count = (state: Entry['state']) => all.filter((entry) => entry.state === state).length;
  return {
    pending: all.filter((entry) => !isSettled(entry)).length,
    delivered: count('Delivered'),
    superseded: count('Superseded'),
    rejected: count('Rejected'),
    forgotten,
  };
}

/** @returns -1, 0 or 1, as sorting wants it */
export function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
