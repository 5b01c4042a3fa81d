/** What a client sends. Source: wire contract §6.2. */
export type ClientMessage =
  | { readonly kind: 'Subscribe'; readonly seq: number; readonly uri: string }
  | { readonly kind: 'Unsubscribe'; readonly seq: number; readonly id: number }
  /** Anything else. Source: wire contract §6.3, rule 4. */
  | { readonly kind: 'Malformed' };

/** What a reply says. Source: wire contract §6.2 [X]. */
export const replyCodes = {
  success: 0,
  unknownResource: 1,
  subscriptionLimitReached: 2,
  /** The caller may not see it. */
  noResourceData: 3,
  throttled: 1001,
  serviceUnavailable: 1002,
} as const;

/** One of the codes a reply may have. */
export type ReplyCode = (typeof replyCodes)[keyof typeof replyCodes];

const malformed: ClientMessage = { kind: 'Malformed' };

/** Longer addresses name nothing. */
const uriLengthMax = 1024;

/** Reads a message; never throws. Elements behind the third are ignored. */
export function readMessage(text: string): ClientMessage {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return malformed;
  }
  if (!Array.isArray(message)) return malformed;
  const [kind, seq, third]: readonly unknown[] = message;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return malformed;
  if (kind === 1 && typeof third === 'string' && third.length <= uriLengthMax) {
    return { kind: 'Subscribe', seq, uri: third };
  }
  if (kind === 2 && typeof third === 'number' && Number.isSafeInteger(third)) {
    return { kind: 'Unsubscribe', seq, id: third };
  }
  return malformed;
}

/**
 * Always five elements: XSAPI reads the fourth and fifth of each.
 *
 * @param granted the id and, as JSON, what the resource is now
 *
 * Source: wire contract §6.2 [X].
 */
export function subscribed(seq: number, granted: { id: number; json: string }): string {
  return `[1,${seq},${replyCodes.success},${granted.id},${granted.json}]`;
}

/** Source: wire contract §6.2 [I]. */
export function notSubscribed(seq: number, code: Exclude<ReplyCode, 0>): string {
  return `[1,${seq},${code},0,null]`;
}

/** The answer to an unsubscribe; after it nothing more comes for that id. */
export function unsubscribed(seq: number, code: ReplyCode): string {
  return `[2,${seq},${code}]`;
}

/** @param json what happened */
export function eventText(id: number, json: string): string {
  return `[3,${id},${json}]`;
}

/** The client's state may be stale; it has to fetch again. */
export const resyncText = '[4]';
