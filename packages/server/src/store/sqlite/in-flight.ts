import type { PlayerRecord, Totals } from '@laurel/domain';

/** A record that was decided and is on its way to the disk. */
export type Pending = {
  readonly version: number;
  readonly record: PlayerRecord;
  readonly totals: Totals;
  /** Its place in the ledger. */
  readonly lastWrite: number;
  /** Whether it was written; `false` when what it was decided on was not there any more. */
  readonly written: Promise<boolean>;
};

/** The records of one name that are on their way. */
type Line = {
  readonly name: string;
  latest: Pending | undefined;
  count: number;
  generation: number;
};

/** A record's place among those on their way; to be given back once. */
export type Ticket = { readonly line: Line; readonly generation: number };

/**
 * The records on their way, so that a record can be decided on the one before it without waiting.
 * When one of them is not written, all that were decided on it will not be either, since each is
 * guarded by the version before it; they are of one generation, and the next decision begins a new
 * one from what is stored.
 */
export class InFlight {
  readonly #lines = new Map<string, Line>();

  /** The latest of that name that may still be written. */
  latest(name: string): Pending | undefined {
    return this.#lines.get(name)?.latest;
  }

  add(name: string, pending: Pending): Ticket {
    let line = this.#lines.get(name);
    if (line === undefined) {
      line = { name, latest: undefined, count: 0, generation: 0 };
      this.#lines.set(name, line);
    }
    line.latest = pending;
    line.count += 1;
    return { line, generation: line.generation };
  }

  /** Ends what `add` began. */
  settle({ line, generation }: Ticket, pending: Pending, isWritten: boolean): void {
    line.count -= 1;
    if (line.count === 0) {
      // A map that grows leaves its old table behind, with the lines it had and a reference to the
      // next table; once one of them is old, the collector keeps all that follow for a while.
      line.latest = undefined;
      this.#lines.delete(line.name);
      return;
    }
    if (line.latest === pending) line.latest = undefined;
    if (isWritten || generation !== line.generation) return;
    line.generation += 1;
    line.latest = undefined;
  }

  /** Nothing on its way is decided on any more: after it, the records are others. */
  forget(): void {
    for (const line of this.#lines.values()) {
      line.generation += 1;
      line.latest = undefined;
    }
  }
}
