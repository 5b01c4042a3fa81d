import { retryDelayMs } from '../retry.ts';
import { superseded } from './coalesce.ts';
import {
  type Entry,
  type EntryEvent,
  isSettled,
  laneKey,
  type Reason,
  stateAfter,
} from './entry.ts';
import {
  batchMax,
  type Flight,
  type LaneState,
  laneState,
  type OutboxState,
  order,
  type Phase,
  queued,
  settledMax,
} from './state.ts';

/** What the outbox is told. `at` is a UTC text, `now` a moment of the clock in milliseconds. */
export type OutboxEvent =
  /** Accepted, and kept by the storage. */
  | { readonly kind: 'Added'; readonly entries: readonly Entry[]; readonly at: string }
  /** What the storage holds now, others' doings included. */
  | { readonly kind: 'Mirrored'; readonly entries: readonly Entry[]; readonly at: string }
  /** It is ours to send, from what the storage holds. */
  | { readonly kind: 'Led'; readonly entries: readonly Entry[]; readonly at: string }
  /** It is another's to send. */
  | { readonly kind: 'Unled' }
  /** Time to send what is due. */
  | { readonly kind: 'Pumped'; readonly now: number }
  | FlightEvent
  /** There is hope: a network, an authorization, or someone who asks. */
  | { readonly kind: 'Woken' }
  /** Settled ones are no longer wanted. */
  | { readonly kind: 'Forgotten'; readonly ids: readonly string[] };

/** How a flight ended. */
export type FlightEvent = { readonly flight: number } & (
  | { readonly kind: 'Taken'; readonly at: string; readonly result: 'advanced' | 'unchanged' }
  /** Never to be taken as it is. */
  | { readonly kind: 'Refused'; readonly at: string; readonly reason: Reason }
  /** The same request may succeed later. `random` is from 0 to 1. */
  | {
      readonly kind: 'Failed';
      readonly at: string;
      readonly now: number;
      readonly reason: Reason;
      readonly retryAfterMs: number | null;
      readonly random: number;
    }
);

/** What follows from an event. */
export type Step = {
  readonly state: OutboxState;
  /** Entries that are not as they were. */
  readonly changed: readonly Entry[];
  /** Ids that are no longer kept. */
  readonly removed: readonly string[];
};

type Kind = OutboxEvent['kind'];
type EventOf<K extends Kind> = Extract<OutboxEvent, { kind: K }>;
type Rule<K extends Kind> = (state: OutboxState, event: EventOf<K>) => Step;
type Rules = { readonly [K in Kind]: Rule<K> };

/** Nothing follows from it here: it is another's to do, or comes too late. */
function ignore(state: OutboxState): Step {
  return { state, changed: [], removed: [] };
}

/** What every phase makes of every event. One without its place here does not compile. */
const rules = {
  Following: {
    Added: keep,
    Mirrored: mirror,
    Led: lead,
    Unled: ignore,
    Pumped: ignore,
    Taken: ignore,
    Refused: ignore,
    Failed: ignore,
    Woken: wake,
    Forgotten: forget,
  },
  Idle: {
    Added: add,
    Mirrored: addUnknown,
    Led: addUnknown,
    Unled: follow,
    Pumped: pick,
    Taken: ignore,
    Refused: ignore,
    Failed: ignore,
    Woken: wake,
    Forgotten: forget,
  },
  InFlight: {
    Added: add,
    Mirrored: addUnknown,
    Led: addUnknown,
    Unled: follow,
    Pumped: ignore,
    Taken: take,
    Refused: refuse,
    Failed: fail,
    Woken: wake,
    Forgotten: forget,
  },
} as const satisfies Record<Phase, Rules>;

/**
 * Decides what follows from one event. Pure: the same state and event give the same step, and
 * nothing outside is touched. SPEC.md numbers what always holds.
 */
export function step<K extends Kind>(state: OutboxState, event: EventOf<K>): Step {
  const ofPhase: Rules = rules[state.phase];
  const rule: Rule<K> = ofPhase[event.kind as K];
  return rule(state, event);
}

function withEntries(
  state: OutboxState,
  changed: readonly Entry[],
  rest: Partial<OutboxState> = {},
): Step {
  const entries = new Map(state.entries);
  for (const entry of changed) entries.set(entry.id, entry);
  return { state: { ...state, ...rest, entries }, changed, removed: [] };
}

function keep(state: OutboxState, { entries }: EventOf<'Added'>): Step {
  return withEntries(state, entries);
}

/** A follower believes the storage. */
function mirror(state: OutboxState, { entries }: EventOf<'Mirrored'>): Step {
  const changed = entries.filter((entry) => state.entries.get(entry.id)?.state !== entry.state);
  const kept = new Set(entries.map(({ id }) => id));
  const removed = [...state.entries.keys()].filter((id) => !kept.has(id));
  const next = new Map(entries.map((entry) => [entry.id, entry] as const));
  return { state: { ...state, entries: next }, changed, removed };
}

function lead(state: OutboxState, event: EventOf<'Led'>): Step {
  const mirrored = mirror(state, { ...event, kind: 'Mirrored' });
  // Whoever sent before us has gone; what was on its way is sent again, which does no harm.
  const waiting = event.entries.filter((entry) => entry.state === 'Sending').map(returned);
  const led = withEntries({ ...mirrored.state, phase: 'Idle' }, waiting);
  return settled({ ...led, removed: mirrored.removed }, event.at);
}

function returned(entry: Entry): Entry {
  return entry.state === 'Sending' ? { ...entry, state: stateAfter('Sending', 'Return') } : entry;
}

function follow(state: OutboxState): Step {
  const waiting = flying(state).map(returned);
  return withEntries(state, waiting, { phase: 'Following', flight: null });
}

function flying({ entries, flight }: OutboxState): readonly Entry[] {
  return (flight?.ids ?? []).flatMap((id) => entries.get(id) ?? []);
}

function add(state: OutboxState, { entries, at }: EventOf<'Added'>): Step {
  return settled(withEntries(state, entries), at);
}

function addUnknown(
  state: OutboxState,
  { entries, at }: EventOf<'Mirrored'> | EventOf<'Led'>,
): Step {
  const unknown = entries.filter(({ id }) => !state.entries.has(id));
  return unknown.length === 0 ? ignore(state) : add(state, { kind: 'Added', entries: unknown, at });
}

/** Overtakes what needs not be sent, and forgets the oldest of too many that are done. */
function settled({ state, changed, removed }: Step, at: string): Step {
  const overtaken = superseded(state.entries.values(), at);
  const entries = new Map(state.entries);
  for (const entry of overtaken) entries.set(entry.id, entry);
  const ids = new Set(overtaken.map(({ id }) => id));
  const excess = excessOf(entries);
  for (const id of excess) entries.delete(id);
  return {
    state: { ...state, entries, forgotten: state.forgotten + excess.length },
    changed: [...changed.filter(({ id }) => !ids.has(id)), ...overtaken],
    removed: [...removed, ...excess],
  };
}

function excessOf(entries: ReadonlyMap<string, Entry>): readonly string[] {
  const done = [...entries.values()]
    .filter(isSettled)
    .sort((a, b) => order(a.settledAt ?? '', b.settledAt ?? '') || order(a.id, b.id));
  const rejected = done.filter(({ state }) => state === 'Rejected');
  const good = done.filter(({ state }) => state !== 'Rejected');
  return [rejected, good]
    .flatMap((list) => list.slice(0, Math.max(0, list.length - settledMax)))
    .map(({ id }) => id);
}

function pick(state: OutboxState, { now }: EventOf<'Pumped'>): Step {
  const due = queued(state).filter((entry) => laneState(state, entry).notBefore <= now);
  const [first] = due;
  if (first === undefined) return ignore(state);
  const batch = due
    .filter((entry) => laneKey(entry) === laneKey(first))
    .slice(0, laneState(state, first).batch);
  const picked = batch.map((entry) => ({
    ...after(entry, 'Pick'),
    attempts: entry.attempts + 1,
  }));
  const { service, xuid, scid, titleId } = first;
  const number = state.flights + 1;
  const ids = batch.map(({ id }) => id);
  const flight: Flight = { number, lane: { service, xuid, scid, titleId }, ids };
  return withEntries(state, picked, { phase: 'InFlight', flight, flights: number });
}

function after(entry: Entry, event: EntryEvent): Entry {
  return { ...entry, state: stateAfter(entry.state, event) };
}

/** Lands a flight; one that is no longer ours changes nothing. */
function land(
  state: OutboxState,
  event: FlightEvent,
  ending: { lane: Partial<LaneState>; entry: (entry: Entry) => Entry },
): Step {
  const { flight } = state;
  if (flight === null || flight.number !== event.flight) return ignore(state);
  const lanes = new Map(state.lanes);
  const lane = { ...laneState(state, flight.lane), ...ending.lane };
  if (lane.failures === 0 && lane.batch === batchMax) lanes.delete(laneKey(flight.lane));
  else lanes.set(laneKey(flight.lane), lane);
  const landed = flying(state).map(ending.entry);
  return settled(withEntries(state, landed, { phase: 'Idle', flight: null, lanes }), event.at);
}

function batchOf(state: OutboxState): number {
  return state.flight === null ? batchMax : laneState(state, state.flight.lane).batch;
}

function take(state: OutboxState, event: EventOf<'Taken'>): Step {
  const { at: settledAt, result } = event;
  return land(state, event, {
    lane: {
      failures: 0,
      notBefore: 0,
      isAsked: false,
      batch: Math.min(batchOf(state) * 2, batchMax),
    },
    entry: (entry) => ({ ...after(entry, 'Take'), settledAt, result, reason: null }),
  });
}

/** A batch is refused whole for one bad report, which is found by halving. */
function refuse(state: OutboxState, event: EventOf<'Refused'>): Step {
  const { at: settledAt, reason } = event;
  const count = state.flight?.ids.length ?? 0;
  const rested = { failures: 0, notBefore: 0, isAsked: false };
  if (count > 1) {
    return land(state, event, {
      lane: { ...rested, batch: Math.ceil(count / 2) },
      entry: (entry) => ({ ...after(entry, 'Return'), reason }),
    });
  }
  return land(state, event, {
    lane: rested,
    entry: (entry) => ({ ...after(entry, 'Refuse'), settledAt, reason }),
  });
}

function fail(state: OutboxState, event: EventOf<'Failed'>): Step {
  const { now, reason, retryAfterMs, random } = event;
  const attempts = state.flight === null ? 1 : laneState(state, state.flight.lane).failures + 1;
  const { status } = reason;
  const delayMs = retryDelayMs({ status, retryAfterMs }, { attempts, random });
  return land(state, event, {
    lane: { failures: attempts, notBefore: now + delayMs, isAsked: retryAfterMs !== null },
    entry: (entry) => ({ ...after(entry, 'Return'), reason }),
  });
}

/** Lanes that rest by our own choice are tried at once. */
function wake(state: OutboxState): Step {
  const lanes = new Map(state.lanes);
  for (const [key, lane] of lanes) if (!lane.isAsked) lanes.set(key, { ...lane, notBefore: 0 });
  return { state: { ...state, lanes }, changed: [], removed: [] };
}

function forget(state: OutboxState, { ids }: EventOf<'Forgotten'>): Step {
  const entries = new Map(state.entries);
  const removed = ids.filter((id) => {
    const entry = entries.get(id);
    return entry !== undefined && isSettled(entry) && entries.delete(id);
  });
  return { state: { ...state, entries }, changed: [], removed };
}
