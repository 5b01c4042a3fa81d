/** Rendered bodies are kept up to this many bytes in all; the longest unused go first. */
export const bodyCacheBytesMax = 48 * 1024 * 1024;

/** What a body was made from. It is right as long as each of these is the same. */
export type BodySource = { readonly recordVersion: number; readonly view: object };

/**
 * Remembers rendered bodies. An entry can't be stale: it is only given out for the record version
 * and the view it was made from.
 */
export type BodyCache = {
  get(key: string, source: BodySource): Buffer | undefined;
  set(key: string, source: BodySource, body: Buffer): void;
  clear(): void;
};

/** @param bytesMax the most that bodies may take together */
export function createBodyCache(bytesMax: number): BodyCache {
  const entries = new Map<string, BodySource & { readonly body: Buffer }>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= entries.get(key)?.body.length ?? 0;
    entries.delete(key);
  }

  return {
    get(key, { recordVersion, view }) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      if (entry.recordVersion !== recordVersion || entry.view !== view) {
        bytes -= entry.body.length;
        return undefined;
      }
      entries.set(key, entry);
      return entry.body;
    },
    set(key, { recordVersion, view }, body) {
      drop(key);
      bytes += body.length;
      entries.set(key, { recordVersion, view, body });
      for (const oldest of entries.keys()) {
        if (bytes <= bytesMax) break;
        drop(oldest);
      }
    },
    clear() {
      entries.clear();
      bytes = 0;
    },
  };
}
