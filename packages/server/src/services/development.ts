import { Refusal } from '@laurel/domain';

/** What the store can do for tests beside its everyday work. */
export type SnapshotStore = {
  /** Everything but the secrets, as one file of the engine's own format. */
  snapshot(): Promise<Uint8Array>;
  /** Replaces everything but the secrets. @returns whether it was a snapshot of this version */
  restore(snapshot: Uint8Array): Promise<boolean>;
  /** Empties every table but the secrets. */
  clear(): Promise<void>;
};

/** Something in memory that follows the store, and has to begin anew when the store is replaced. */
export type Memory = { forget(): Promise<void> | void };

/** What development mode can do to the whole instance. */
export type Development = {
  /** Forgets every title, player and record, and what was counted of requests. */
  clear(): Promise<void>;
  snapshot(): Promise<Uint8Array>;
  /** @throws {Refusal} `Conflict` for what is no snapshot of this version */
  restore(snapshot: Uint8Array): Promise<void>;
};

/** @param memories forgotten in that order after the store has changed */
export function createDevelopment({
  store,
  memories,
}: {
  store: SnapshotStore;
  memories: readonly Memory[];
}): Development {
  async function forget(): Promise<void> {
    for (const memory of memories) await memory.forget();
  }
  return {
    async clear() {
      await store.clear();
      await forget();
    },
    snapshot: () => store.snapshot(),
    async restore(snapshot) {
      const isRestored = await store.restore(snapshot);
      if (!isRestored) {
        throw new Refusal(
          'Conflict',
          `the body is not a snapshot of this version; got ${snapshot.length} bytes; take one with GET from an instance of the same version`,
        );
      }
      await forget();
    },
  };
}
