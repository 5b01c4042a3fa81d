import { isObject } from '../../json.ts';
import type { Entry } from '../../outbox/entry.ts';
import type { OutboxReport } from '../../outbox/new-entry.ts';
import type { OutboxSummary } from '../../outbox/state.ts';

/** The version of what agents and titles say to each other. */
export const protocolVersion = 1;

/** Titles that may be connected at once. */
export const connectionsMax = 64;

/** Requests of one title that may be open at once. */
export const openRequestsMax = 32;

/** Reports in one request, and entries in one answer. */
export const itemsMax = 200;

/** A title that does not read is let go when this many bytes wait for it. */
export const unreadBytesMax = 8 * 1024 * 1024;

/** Who a title speaks for, and where the service is. */
export type AgentSignIn = {
  readonly xuid: string;
  /** Such as `http://127.0.0.1:4000`; empty for the real hosts. */
  readonly service: string;
  /** The value of the `Authorization` header. */
  readonly authorization: string;
};

/** What titles ask of the agent. Every request has an `id` that its answer repeats. */
export type AgentRequest =
  | { readonly do: 'hello'; readonly protocol: number }
  | ({ readonly do: 'signIn' } & AgentSignIn)
  | ({ readonly do: 'signOut' } & Omit<AgentSignIn, 'authorization'>)
  | {
      readonly do: 'submit';
      readonly reports: readonly OutboxReport[];
      readonly patienceMs: number;
    }
  | { readonly do: 'syncNow'; readonly patienceMs: number }
  | { readonly do: 'summary' }
  /** The entries after an id, at most `itemsMax`. */
  | { readonly do: 'entries'; readonly after: string }
  | { readonly do: 'forget'; readonly ids: readonly string[] };

/** What each request is answered with. */
export type AgentAnswers = {
  readonly hello: { readonly protocol: number; readonly pid: number };
  readonly signIn: Record<never, never>;
  readonly signOut: Record<never, never>;
  readonly submit: { readonly entries: readonly Entry[] };
  readonly syncNow: OutboxSummary & { readonly damaged: number };
  readonly summary: OutboxSummary & { readonly damaged: number };
  readonly entries: { readonly entries: readonly Entry[]; readonly isLast: boolean };
  readonly forget: Record<never, never>;
};

/** What the agent says unasked. */
export type AgentEvent =
  | { readonly event: 'changed'; readonly entries: readonly Entry[] }
  /** The service takes a player's authorization no longer; whoever can renews it by `signIn`. */
  | { readonly event: 'authorizationNeeded'; readonly xuid: string; readonly service: string };

/** An answer: `ok`, or why not. */
export type AgentAnswer = { readonly id: number } & (
  | { readonly ok: unknown }
  | { readonly error: { readonly code: string; readonly message: string } }
);

const textsOf = {
  hello: [],
  signIn: ['xuid', 'service', 'authorization'],
  signOut: ['xuid', 'service'],
  submit: [],
  syncNow: [],
  summary: [],
  entries: ['after'],
  forget: [],
} as const satisfies Record<AgentRequest['do'], readonly string[]>;

/**
 * Reads what a title sent. Reports are looked at by the outbox itself.
 *
 * @returns `undefined` for anything that is no request of this version
 */
export function readRequest(
  message: unknown,
): { readonly id: number; readonly request: AgentRequest } | undefined {
  if (!isObject(message) || !Number.isInteger(message.id)) return undefined;
  const { do: name, reports, ids, patienceMs, protocol } = message;
  if (typeof name !== 'string' || !Object.hasOwn(textsOf, name)) return undefined;
  const texts: readonly string[] = textsOf[name as AgentRequest['do']];
  const isGood =
    texts.every((member) => isText(message[member])) &&
    (name !== 'submit' || isListOf(reports, isObject)) &&
    (name !== 'forget' || isListOf(ids, isText)) &&
    (!['submit', 'syncNow'].includes(name) || isPatience(patienceMs)) &&
    (name !== 'hello' || Number.isInteger(protocol));
  if (!isGood) return undefined;
  return { id: Number(message.id), request: message as AgentRequest };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 16_384;
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= itemsMax && value.every(isItem);
}

function isPatience(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 600_000;
}
