import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * A reader's view of the database, held for one turn of the event loop: the reads of a turn share
 * the locks that SQLite takes for each view. It is let go before anyone is told of a commit, so a
 * read sees every write that was answered before it.
 */
export class Snapshot {
  readonly #begin: StatementSync;
  readonly #end: StatementSync;
  #isHeld = false;

  /** @param reader is used for reads only, and those of a turn go through this view */
  constructor(reader: DatabaseSync) {
    this.#begin = reader.prepare('begin');
    // There is nothing to commit.
    this.#end = reader.prepare('rollback');
  }

  /** To be called before each read. */
  hold(): void {
    if (this.#isHeld) return;
    this.#begin.run();
    this.#isHeld = true;
    setImmediate(() => this.release());
  }

  /** The next read begins a new view. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#end.run();
  }
}
