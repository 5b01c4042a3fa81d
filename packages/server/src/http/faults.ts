/** What is made to fail on purpose. Set by a graceful stop, or by development mode's controls. */
export type Faults = {
  /** The instance takes nothing new: 503 with `Retry-After`. */
  readonly draining: boolean;
  /** As if the store did not answer: 503. */
  readonly storageDown: boolean;
};

/** Faults that can be set. */
export type FaultBoard = Faults & { set(change: Partial<Faults>): void };

/** @returns a board on which nothing fails */
export function createFaultBoard(): FaultBoard {
  let faults: Faults = { draining: false, storageDown: false };
  return {
    get draining() {
      return faults.draining;
    },
    get storageDown() {
      return faults.storageDown;
    },
    set(change) {
      faults = { ...faults, ...change };
    },
  };
}
