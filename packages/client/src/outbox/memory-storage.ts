import type { Entry } from './entry.ts';
import type { OutboxStorage } from './storage.ts';

/** Keeps entries until the process ends: for tests, and where nothing else is allowed. */
export function memoryStorage(): OutboxStorage {
  const entries = new Map<string, Entry>();
  return {
    load: async () => ({ entries: [...entries.values()], damaged: 0 }),
    async write({ put, remove }) {
      for (const entry of put) entries.set(entry.id, entry);
      for (const id of remove) entries.delete(id);
    },
    async close() {},
  };
}
