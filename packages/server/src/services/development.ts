import { Refusal, type Xuid } from '@laurel/domain';

/** What the store can do for tests beside its everyday work. */
export type SnapshotStore = {
  /** Everything but the secrets, as one file of the engine's own format. */
  snapshot(): Promise<Uint8Array>;
  /**
   * Replaces everything but the secrets, or only what one player has.
   *
   * @returns whether it was a snapshot of this version, and nothing stood in the player's way
   */
  restore(snapshot: Uint8Array, only?: Xuid): Promise<boolean>;
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
  /**
   * @param only brings back what that player had, and nothing else
   * @throws {Refusal} `Conflict` for what is no snapshot of this version, and where something of
   *   another player stands in the way
   */
  restore(snapshot: Uint8Array, only?: Xuid | null): Promise<void>;
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
    async restore(snapshot, only = null) {
      if (only !== null) {
        if (!(await store.restore(snapshot, only))) throw inTheWay(only);
        await forget();
        return;
      }
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

function inTheWay(player: Xuid): Refusal {
  return new Refusal(
    'Conflict',
    `player ${player} is not restored; somebody else has the gamertag now, or the snapshot is of another course of events; restore everything`,
  );
}
