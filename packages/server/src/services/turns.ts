/** Runs pieces of work one after the other, in the order they came. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** @returns gives what the work gives; work that fails does not stop the next */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
