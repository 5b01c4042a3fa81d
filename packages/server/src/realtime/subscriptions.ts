import { type Resource, resourceKey } from './resource.ts';

/** How many resources of each kind one connection may watch. Source: wire contract §6.3 [D][I]. */
export const subscriptionsMax: Readonly<Record<Resource['kind'], number>> = {
  Stat: 1000,
  Achievements: 100,
  Notification: 100,
  People: 100,
};

/** What a subscribe comes to. */
export type Admission =
  /** The connection watches it already, under that id. Source: wire contract §6.3, rule 3. */
  | { readonly kind: 'Known'; readonly id: number }
  | { readonly kind: 'New'; readonly id: number }
  | { readonly kind: 'Full' };

const full: Admission = { kind: 'Full' };

/** The highest id: a signed 32-bit number. Source: wire contract §6.2 [X]. */
const idMax = 2 ** 31 - 1;

/**
 * Which resources one connection watches, and under which ids. Ids are never used twice on a
 * connection, so that nothing late can be taken for something new; they begin at 1, for refusals
 * carry a 0.
 */
export class Subscriptions {
  readonly #idByKey = new Map<string, number>();
  readonly #byId = new Map<number, Resource>();
  readonly #counts = { Stat: 0, Achievements: 0, Notification: 0, People: 0 };
  #lastId = 0;

  /** Takes a place for a resource, unless it has one or there is none left. */
  admit(resource: Resource): Admission {
    const key = resourceKey(resource);
    const known = this.#idByKey.get(key);
    if (known !== undefined) return { kind: 'Known', id: known };
    const isFull = this.#counts[resource.kind] >= subscriptionsMax[resource.kind];
    if (isFull || this.#lastId >= idMax) return full;
    this.#lastId += 1;
    this.#counts[resource.kind] += 1;
    this.#idByKey.set(key, this.#lastId);
    this.#byId.set(this.#lastId, resource);
    return { kind: 'New', id: this.#lastId };
  }

  /** Gives a place back. @returns whether there was such an id */
  release(id: number): boolean {
    const resource = this.#byId.get(id);
    if (resource === undefined) return false;
    this.#byId.delete(id);
    this.#idByKey.delete(resourceKey(resource));
    this.#counts[resource.kind] -= 1;
    return true;
  }

  get size(): number {
    return this.#byId.size;
  }
}

/** How many messages came in which window. Windows are numbered from 1970-01-01. */
export type MessageCount = { readonly window: number; readonly count: number };

/** Before the first message. */
export const noMessages: MessageCount = { window: -1, count: 0 };

/** How fast a client may send. Source: [I]. */
export const messageRate = {
  windowSeconds: 15,
  /** Room for a client that comes back and asks for all it may have. */
  messagesMax: 5_000,
  /** Beyond, it is no client. */
  floodMax: 20_000,
} as const;

/** Counts one message. */
export function countMessage({ window, count }: MessageCount, nowMs: number): MessageCount {
  const current = Math.floor(nowMs / (messageRate.windowSeconds * 1000));
  return current === window ? { window, count: count + 1 } : { window: current, count: 1 };
}

/** What the message that was counted last is: one to serve, one too many, or one of a flood. */
export function judgeMessage({ count }: MessageCount): 'Served' | 'Throttled' | 'Flood' {
  if (count > messageRate.floodMax) return 'Flood';
  return count > messageRate.messagesMax ? 'Throttled' : 'Served';
}
