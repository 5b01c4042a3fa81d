/** Time as this package knows it; a test or a game loop brings its own. */
export type Clock = {
  /** Milliseconds since any fixed moment; never falls. */
  now(): number;
  /** Calls back once after that many milliseconds. @returns what cancels it */
  after(milliseconds: number, callback: () => void): () => void;
};

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
