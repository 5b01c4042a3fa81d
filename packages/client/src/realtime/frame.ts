/** What the service says, one JSON array per frame. Source: wire contract §6.2. */
export type Frame =
  | {
      readonly kind: 'Subscribed';
      readonly seq: number;
      readonly code: number;
      readonly subId: number;
      readonly value: unknown;
    }
  | { readonly kind: 'Unsubscribed'; readonly seq: number }
  | { readonly kind: 'Event'; readonly subId: number; readonly value: unknown }
  | { readonly kind: 'Resync' };

/** Longer frames are not read, in characters. */
const frameCharactersMax = 1_048_576;

/**
 * Reads one frame.
 *
 * @param text as received; anything at all
 * @returns `undefined` for what is no frame of the service: it is to be ignored
 */
export function parseFrame(text: unknown): Frame | undefined {
  if (typeof text !== 'string' || text.length > frameCharactersMax) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Array.isArray(parts) ? frameOf(parts) : undefined;
}

function frameOf([type, first, second, third, fourth]: readonly unknown[]): Frame | undefined {
  if (type === 4) return { kind: 'Resync' };
  if (!isWhole(first)) return undefined;
  if (type === 3) return { kind: 'Event', subId: first, value: second };
  if (type === 2) return { kind: 'Unsubscribed', seq: first };
  if (type !== 1 || !isWhole(second)) return undefined;
  // Errors may come without the last two elements.
  if (second === 0 && !isWhole(third)) return undefined;
  const subId = isWhole(third) ? third : 0;
  return { kind: 'Subscribed', seq: first, code: second, subId, value: fourth ?? null };
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/** The frame that subscribes to a resource. */
export function subscribeFrame(seq: number, uri: string): string {
  return JSON.stringify([1, seq, uri]);
}

/** The frame that ends a subscription; `subId` as the service gave it. */
export function unsubscribeFrame(seq: number, subId: number): string {
  return JSON.stringify([2, seq, subId]);
}
