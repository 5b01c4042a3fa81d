import type { Sandbox, Xuid } from '@laurel/domain';
import { RecentMap } from '../../recent-map.ts';

/** Rendered bodies are kept up to this many bytes in all; those go first that nobody asks for. */
export const bodyCacheBytesMax = 32 * 1024 * 1024;

/** Keys that were asked for once are remembered up to this many. */
const onceMax = 4096;

/** What a body was made from. It is right as long as each of these is the same. */
export type BodySource = {
  readonly owner: Xuid;
  readonly sandbox: Sandbox;
  readonly recordVersion: number;
  readonly view: object;
};

/**
 * Remembers rendered bodies. An entry can't be stale: it is only given out for the record version
 * and the view it was made from. A body is kept when it is made a second time soon after the first:
 * most pages are read once, and keeping those would only push others out.
 */
export type BodyCache = {
  /** @param key best a text that was asked with before, not one that is equal to it */
  get(key: string, source: BodySource): Buffer | undefined;
  /** @param body may change afterwards; what is kept is a copy */
  offer(key: string, source: BodySource, body: Buffer): void;
  clear(): void;
};

/** `isUsed`: somebody asked for it since it was the newest. */
type Entry = { readonly source: BodySource; readonly body: Buffer; isUsed: boolean };

function isSame(one: BodySource, other: BodySource): boolean {
  const isOfOne = one.owner === other.owner && one.sandbox === other.sandbox;
  return isOfOne && one.recordVersion === other.recordVersion && one.view === other.view;
}

/** @param bytesMax the most that bodies may take together */
export function createBodyCache(bytesMax: number): BodyCache {
  const entries = new Map<string, Entry>();
  const once = new RecentMap<string, true>(onceMax);
  let bytes = 0;

  function drop(key: string): void {
    bytes -= entries.get(key)?.body.length ?? 0;
    entries.delete(key);
  }

  /** One that was used since it was the newest is the newest again. */
  function spare(key: string, entry: Entry): void {
    entry.isUsed = false;
    entries.delete(key);
    entries.set(key, entry);
  }

  function isSecond(key: string): boolean {
    const isKnown = once.get(key) !== undefined;
    if (isKnown) once.delete(key);
    else once.set(key, true);
    return isKnown;
  }

  return {
    get(key, source) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (!isSame(entry.source, source)) {
        drop(key);
        return undefined;
      }
      entry.isUsed = true;
      return entry.body;
    },
    offer(key, source, body) {
      if (!isSecond(key)) return;
      drop(key);
      bytes += body.length;
      entries.set(key, { source, body: Buffer.from(body), isUsed: false });
      for (const [oldest, entry] of entries) {
        if (bytes <= bytesMax) break;
        if (entry.isUsed) spare(oldest, entry);
        else drop(oldest);
      }
    },
    clear() {
      entries.clear();
      once.clear();
      bytes = 0;
    },
  };
}
