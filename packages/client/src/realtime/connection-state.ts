import type { Frame } from './frame.ts';

/** Where the connection is. `Waiting` is between two attempts. */
export type Phase = 'Idle' | 'Waiting' | 'Connecting' | 'Connected' | 'Closed';

/** One resource somebody wants, or wanted until now. */
export type Subscription = {
  /** Chosen once for a resource and kept across connections. */
  readonly seq: number;
  readonly uri: string;
  readonly isWanted: boolean;
  /**
   * `Silent`: nothing sent on this connection. `Asked`: no answer yet. `Paused`: the service asked
   * for patience. `Leaving`: the end was sent. `Refused`: never asked again.
   */
  readonly status: 'Silent' | 'Asked' | 'Active' | 'Paused' | 'Leaving' | 'Refused';
  /** Given by the service, on this connection only. */
  readonly subId: number;
  /** How often the service has asked for patience, one after the other. */
  readonly pauses: number;
};

/** Everything the connection remembers. */
export type ConnectionState = {
  readonly phase: Phase;
  /** Attempts that failed one after the other. */
  readonly failures: number;
  /** When the present connection was opened, by the clock. */
  readonly openedAt: number;
  readonly nextSeq: number;
  readonly subscriptions: readonly Subscription[];
};

/** A timer of the connection; of each name there is at most one. */
export type TimerName = 'attempt' | 'answer' | 'lifetime' | `pause ${number}`;

/** What happens to the connection. */
export type Input =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'wake' }
  | { readonly kind: 'opened'; readonly now: number }
  /** `random` from 0 to 1 */
  | { readonly kind: 'lost'; readonly now: number; readonly random: number }
  | {
      readonly kind: 'due';
      readonly timer: TimerName;
      readonly now: number;
      readonly random: number;
    }
  | { readonly kind: 'frame'; readonly frame: Frame; readonly now: number }
  | { readonly kind: 'subscribe'; readonly uri: string }
  | { readonly kind: 'unsubscribe'; readonly uri: string };

/** What the connection tells those who watch. */
export type Notice =
  | { readonly kind: 'Phase'; readonly phase: Phase; readonly isDisconnected: boolean }
  | { readonly kind: 'Active' | 'Event'; readonly uri: string; readonly value: unknown }
  | { readonly kind: 'Refused'; readonly uri: string; readonly code: number }
  | { readonly kind: 'Resync' };

/** What is to be done about it. */
export type Effect =
  | { readonly do: 'open' | 'close' }
  | { readonly do: 'send'; readonly text: string }
  | { readonly do: 'set'; readonly timer: TimerName; readonly delayMs: number }
  | { readonly do: 'cancel'; readonly timer: TimerName }
  | { readonly do: 'tell'; readonly notice: Notice };

/** A state and what leads from the one before to it. */
export type Step = { readonly state: ConnectionState; readonly effects: readonly Effect[] };

/** The numbers of the connection. Source: wire contract §6.1, §6.2, §6.6 [X]. */
export const realtimeLimits = {
  /** Attempt n waits n² seconds, at most this long. */
  delayMsMax: 60_000,
  /** Added to every attempt but the very first. */
  jitterMsMax: 5_000,
  /** More failures than this in a row are `Disconnected` to those who watch. */
  failuresShown: 3,
  /** A connection is replaced before the service ends it at two hours. */
  lifetimeMs: 90 * 60_000,
  /** A resync this soon after a connect says nothing new: everything has just been read. */
  resyncIgnoredMs: 5 * 60_000,
  /** A connection that ends sooner counts as a failed attempt. [I] */
  steadyMs: 10_000,
  /** A connect or a subscription without an answer this long ends the connection. [I] */
  answerMsMax: 30_000,
} as const;

/** Before anything was wanted. */
export const idle: ConnectionState = {
  phase: 'Idle',
  failures: 0,
  openedAt: 0,
  nextSeq: 1,
  subscriptions: [],
};
