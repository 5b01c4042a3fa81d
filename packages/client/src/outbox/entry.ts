import type { ClientErrorCode } from '../client-error.ts';

/** Where one accepted report stands. The last three are final. */
export type EntryState = 'Queued' | 'Sending' | 'Delivered' | 'Superseded' | 'Rejected';

/** What can happen to one accepted report. */
export type EntryEvent = 'Pick' | 'Take' | 'Refuse' | 'Return' | 'Overtake';

/**
 * What each event makes of each state; `null` where it cannot happen. A state or an event without
 * its place here does not compile. SPEC.md says what each means.
 */
const transitions = {
  Queued: { Pick: 'Sending', Take: null, Refuse: null, Return: null, Overtake: 'Superseded' },
  Sending: { Pick: null, Take: 'Delivered', Refuse: 'Rejected', Return: 'Queued', Overtake: null },
  Delivered: { Pick: null, Take: null, Refuse: null, Return: null, Overtake: null },
  Superseded: { Pick: null, Take: null, Refuse: null, Return: null, Overtake: null },
  Rejected: { Pick: null, Take: null, Refuse: null, Return: null, Overtake: null },
} as const satisfies Record<EntryState, Record<EntryEvent, EntryState | null>>;

/** @throws {RangeError} for what cannot happen: a bug, never the world's doing */
export function stateAfter(state: EntryState, event: EntryEvent): EntryState {
  const next = transitions[state][event];
  if (next === null) throw new RangeError(`${event} cannot happen to what is ${state}`);
  return next;
}

/** @returns whether nothing more can happen to it */
export function isSettled({ state }: Pick<Entry, 'state'>): boolean {
  return Object.values(transitions[state]).every((next) => next === null);
}

/** Why the service did not take something, now or for good. */
export type Reason = {
  readonly code: ClientErrorCode;
  /** The answer's status, 0 when there was no answer. */
  readonly status: number;
  readonly message: string;
};

/** To whom and for what reports go together in one request. */
export type Lane = {
  /** Where the service is; empty for the only one. */
  readonly service: string;
  readonly xuid: string;
  readonly scid: string;
  /** `null` where the game did not say. */
  readonly titleId: number | null;
};

/** One accepted report. Moments are UTC texts, such as `2026-03-01T12:00:00.000Z`. */
export type Entry = Lane & {
  /** Ids of one process rise with time, as text. */
  readonly id: string;
  readonly achievementId: string;
  /** A whole number, 0 to 100. */
  readonly percent: number;
  /** When the player did it, by this device's clock. */
  readonly earnedAt: string;
  /** When the outbox accepted it. */
  readonly queuedAt: string;
  readonly state: EntryState;
  /** Attempts to send it since the outbox was opened. */
  readonly attempts: number;
  /** When it came to its end; `null` until then. */
  readonly settledAt: string | null;
  /** What the service said of a delivered one: it may have had as much already. */
  readonly result: 'advanced' | 'unchanged' | null;
  /** The id of the report that made a superseded one needless. */
  readonly by: string | null;
  /** Why it was rejected, or why the last attempt failed. */
  readonly reason: Reason | null;
};

/** @returns text that is the same for reports that go together */
export function laneKey({ service, xuid, scid, titleId }: Lane): string {
  return [service, xuid, scid, titleId ?? ''].join(' ');
}

/** @returns text that is the same for reports of one achievement of one player */
export function achievementKey(entry: Entry): string {
  return `${laneKey(entry)} ${entry.achievementId}`;
}
