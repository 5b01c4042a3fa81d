import { StoreFailure } from '../store.ts';
import { isOfOneUnit } from './failure.ts';
import { pack, type StatementNumbers, sizeOf, type Unit } from './packed-group.ts';
import type { Thread } from './thread.ts';
import type { WriterAnswer, WriterCall } from './writer-call.ts';

/** Units that wait at most; more are refused, for their askers would time out anyway. */
export const queuedUnitsMax = 20_000;
/** Characters and bytes that wait at most. */
export const queuedSizeMax = 64 * 1024 * 1024;
/** Units that share a commit at most: what bounds the memory and the time that one commit takes. */
export const unitsPerGroupMax = 1024;

/** Turns of the event loop that a group is gathered in at most. */
const turnsMax = 3;

/** What the queue has done since it was opened. */
export type WriteCounts = {
  /** Transactions that were committed, each with one fsync. */
  readonly groups: number;
  /** Units that were committed, or stopped by their guard. */
  readonly units: number;
  /** Of them, those that were stopped. */
  readonly stopped: number;
  /** Statements that were run for them, the transactions' own not counted. */
  readonly statements: number;
};

type Waiting = {
  readonly unit: Unit;
  readonly size: number;
  readonly resolve: (isWritten: boolean) => void;
  readonly reject: (failure: unknown) => void;
};

/**
 * Everything that is to be written, on its way to the writer. While the writer is busy units wait;
 * when it is idle, all that wait become one group: one message, one transaction, one fsync.
 */
export class WriteQueue implements AsyncDisposable {
  readonly #writer: Thread<WriterCall, WriterAnswer>;
  readonly #onCommitted: (logPages: number) => void;
  readonly #numbers: StatementNumbers = new Map();
  #waiting: Waiting[] = [];
  #size = 0;
  #state: 'Idle' | 'Scheduled' | 'Busy' = 'Idle';
  #isClosed = false;
  #onEmpty: (() => void) | undefined;
  #counts = { groups: 0, units: 0, stopped: 0, statements: 0 };

  /** @param onCommitted told after each group how long the log is */
  constructor(writer: Thread<WriterCall, WriterAnswer>, onCommitted: (logPages: number) => void) {
    this.#writer = writer;
    this.#onCommitted = onCommitted;
  }

  get counts(): WriteCounts {
    return { ...this.#counts };
  }

  get queuedUnits(): number {
    return this.#waiting.length;
  }

  /**
   * Takes a unit; units are committed in the order they came.
   *
   * @returns when it is durable: whether it was written, `false` when its guard stopped it
   * @throws {StoreFailure} if too much waits, or its group could not be committed
   */
  write(unit: Unit): Promise<boolean> {
    const size = sizeOf(unit);
    const refusal = this.#refusal(size);
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ unit, size, resolve, reject });
      this.#size += size;
      this.#schedule();
    });
  }

  /** Finishes what it took, and takes nothing more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    if (this.#state === 'Idle') return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  #refusal(size: number): StoreFailure | undefined {
    if (this.#isClosed) return new StoreFailure('the database is closed; nothing more is written');
    const { length } = this.#waiting;
    if (length < queuedUnitsMax && this.#size + size <= queuedSizeMax) return undefined;
    return new StoreFailure(
      `too much waits to be written: ${length} writes of at most ${queuedUnitsMax}, ${this.#size + size} bytes of at most ${queuedSizeMax}; try again later`,
    );
  }

  /**
   * What comes in one turn of the event loop goes in one group, and as long as each turn brings
   * more, a few turns do: a commit costs as much for one write as for many.
   */
  #schedule(): void {
    if (this.#state !== 'Idle') return;
    this.#state = 'Scheduled';
    this.#gather(1, 0);
  }

  #gather(turn: number, before: number): void {
    setImmediate(() => {
      const { length } = this.#waiting;
      if (turn < turnsMax && length > before && length < unitsPerGroupMax)
        this.#gather(turn + 1, length);
      else this.#next();
    });
  }

  #next(): void {
    const group =
      this.#waiting.length <= unitsPerGroupMax
        ? this.#waiting
        : this.#waiting.slice(0, unitsPerGroupMax);
    this.#waiting = this.#waiting.slice(group.length);
    for (const { size } of group) this.#size -= size;
    this.#state = 'Busy';
    this.#commit(group)
      .catch((failure: unknown) => {
        for (const { reject } of group) reject(failure);
      })
      .finally(() => {
        this.#state = 'Idle';
        if (this.#waiting.length > 0) this.#schedule();
        else this.#onEmpty?.();
      });
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const packed = pack(
      group.map(({ unit }) => unit),
      this.#numbers,
    );
    const answer = await this.#writer.call({ kind: 'commit', group: packed }, [packed.bytes]);
    if (answer.kind === 'failed' && group.length > 1 && isOfOneUnit(answer.reason)) {
      await this.#commitEach(group);
      return;
    }
    if (answer.kind !== 'committed') throw notWritten(answer);
    this.#counts.groups += 1;
    this.#counts.units += group.length;
    this.#counts.stopped += answer.stopped.length;
    this.#counts.statements += answer.statements;
    this.#onCommitted(answer.logPages);
    const stopped = new Set(answer.stopped);
    for (const [place, { resolve }] of group.entries()) resolve(!stopped.has(place));
  }

  /** Nobody pays for what another would write. */
  async #commitEach(group: readonly Waiting[]): Promise<void> {
    for (const one of group) await this.#commit([one]).catch(one.reject);
  }
}

/** @param answer what the writer said instead of what was hoped for */
export function notWritten(answer: WriterAnswer): StoreFailure {
  const reason = answer.kind === 'failed' ? answer.reason.text : `unexpected ${answer.kind}`;
  return new StoreFailure(`the database could not be written: ${reason}`);
}
