import { StoreFailure } from '../store.ts';
import { failureOf, isOfOneUnit } from './failure.ts';
import { GroupDraft, type PackedGroup, type Unit, unitsIn } from './packed-group.ts';
import type { GroupOutcome, WriterAnswer } from './writer-call.ts';
import type { Writer } from './writer-thread.ts';

/** Units that wait at most; more are refused, for their askers would time out anyway. */
export const queuedUnitsMax = 20_000;
/** Bytes that wait at most. */
export const queuedSizeMax = 64 * 1024 * 1024;
/** Units that share a commit at most: what bounds the memory and the time that one commit takes. */
export const unitsPerGroupMax = 1024;

/** Bytes that share a commit at most, unless one unit has more. */
const groupBytesMax = 1024 * 1024;

/** Units that are worth a group: to wait for more would leave the writer idle and gain little. */
const worthMax = 64;

/** One in so many is not waited for: what it asks is read while the disk takes the others'. */
const latecomersOneIn = 10;

/**
 * Turns of the event loop that a group waits for units that do not come. On one core each group
 * makes two threads push each other's memory out of its cache, which costs more than the writer's
 * waiting.
 */
const quietTurnsMax = 3;

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

/** A unit that packs itself, and who waits for it. */
export type Write = {
  /** Puts the unit down, from `begin` to `end`. */
  pack(draft: GroupDraft): void;
  /**
   * Told once how it ended: when it is durable, whether it was written, `false` when its guard
   * stopped it or it was given up; or why it could not be. It must not throw.
   */
  told(outcome: boolean | StoreFailure): void;
  /** Whether what it rests on was not written, so that it must not be either. */
  readonly isGivenUp?: boolean;
};

/**
 * Everything that is to be written, on its way to the writer. While the writer is busy units wait;
 * when it is idle, those that wait become one group: one transaction, one fsync.
 */
export class WriteQueue implements AsyncDisposable {
  readonly #writer: Writer;
  readonly #onCommitted: (logPages: number) => void;
  readonly #companion: (units: number) => Write | undefined;
  /** The units that wait, packed, and who waits for them, in the same order. */
  readonly #draft = new GroupDraft();
  #writes: Write[] = [];
  #state: 'Idle' | 'Scheduled' | 'Busy' = 'Idle';
  /** Units that are waited for: most of as many as were on their way when the last group ended. */
  #worth = 1;
  #isClosed = false;
  /** Those who want the writer for themselves. */
  #alone: (() => void)[] = [];
  #onEmpty: (() => void) | undefined;
  #counts = { groups: 0, units: 0, stopped: 0, statements: 0 };

  /**
   * @param onCommitted told after each group how long the log was lately
   * @param companion asked before each group, told its units, what may go with it
   */
  constructor(
    writer: Writer,
    {
      onCommitted,
      companion,
    }: {
      onCommitted: (logPages: number) => void;
      companion: (units: number) => Write | undefined;
    },
  ) {
    this.#writer = writer;
    this.#onCommitted = onCommitted;
    this.#companion = companion;
  }

  get counts(): WriteCounts {
    return { ...this.#counts };
  }

  get queuedUnits(): number {
    return this.#writes.length;
  }

  /**
   * Takes a unit; units are committed in the order they came.
   *
   * @returns when it is durable: whether it was written, `false` when its guard stopped it
   * @throws {StoreFailure} if too much waits, or its group could not be committed
   */
  write(unit: Unit): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.take({
        pack: (draft) => draft.add(unit),
        told(outcome) {
          if (typeof outcome === 'boolean') resolve(outcome);
          else reject(outcome);
        },
      });
    });
  }

  /** The same for one that packs itself and is told, so that an update makes nothing for either. */
  take(write: Write): void {
    if (this.#isClosed) {
      write.told(new StoreFailure('the database is closed; nothing more is written'));
      return;
    }
    write.pack(this.#draft);
    if (this.#draft.units > queuedUnitsMax || this.#draft.size > queuedSizeMax) {
      const { units, size } = this.#draft;
      this.#draft.takeBack();
      write.told(tooMuch(units, size));
      return;
    }
    this.#writes.push(write);
    this.#schedule();
  }

  /**
   * Runs what changes the database otherwise: behind all that was sent, and before all that waits,
   * of which nothing is sent meanwhile. What is given up then is not written.
   */
  async alone<T>(run: () => Promise<T>): Promise<T> {
    if (this.#state === 'Busy') await new Promise<void>((free) => this.#alone.push(free));
    this.#state = 'Busy';
    try {
      return await run();
    } finally {
      this.#dropGivenUp();
      this.#goOn();
    }
  }

  /** Finishes what it took, and takes nothing more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    if (this.#state === 'Idle') return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  /**
   * A commit costs nearly as much for one write as for many, and clients that were told of the last
   * one come again together: a group leaves when nearly as many are there as were then, or when a
   * few turns of the event loop bring no more.
   */
  #schedule(): void {
    if (this.#state === 'Busy') return;
    if (this.#writes.length >= this.#worth) {
      this.#next();
    } else if (this.#state === 'Idle') {
      this.#state = 'Scheduled';
      this.#gather(0, 0);
    }
  }

  #gather(quietTurns: number, before: number): void {
    setImmediate(() => {
      if (this.#state !== 'Scheduled') return;
      const { length } = this.#writes;
      const quiet = length > before ? 0 : quietTurns + 1;
      if (quiet < quietTurnsMax) this.#gather(quiet, length);
      else this.#next();
    });
  }

  #next(): void {
    const asked = this.#writes.length;
    const companion = this.#companion(Math.min(asked, unitsPerGroupMax));
    if (companion !== undefined) {
      companion.pack(this.#draft);
      this.#writes.push(companion);
    }
    const units = Math.min(this.#draft.unitsWithin(groupBytesMax), unitsPerGroupMax);
    const writes = this.#writes.splice(0, units);
    const group = this.#draft.take(units);
    this.#state = 'Busy';
    void this.#commit(group).then((answer) => {
      this.#worth = worthOf(Math.min(units, asked) + this.#writes.length);
      if (answer.kind === 'committed' && answer.stopped.length === 0) {
        // The writer works on the next group while those of this one are told.
        this.#goOn();
        for (const write of writes) write.told(true);
      } else {
        void this.#tellEach(writes, { answer, group }).then(() => {
          this.#dropGivenUp();
          this.#goOn();
        });
      }
    });
  }

  /** The writer is free. */
  #goOn(): void {
    const alone = this.#alone.shift();
    if (alone !== undefined) {
      alone();
      return;
    }
    this.#state = 'Idle';
    if (this.#writes.length > 0) this.#schedule();
    else this.#onEmpty?.();
  }

  /** Tells those of a group of which not all was written. */
  async #tellEach(
    writes: readonly Write[],
    { answer, group }: { answer: CommitAnswer; group: PackedGroup },
  ): Promise<void> {
    if (answer.kind === 'committed') {
      const stopped = new Set(answer.stopped);
      for (const [place, write] of writes.entries()) write.told(!stopped.has(place));
    } else if (answer.kind === 'notCommitted' && writes.length > 1 && isOfOneUnit(answer.reason)) {
      // Nobody pays for what another would write.
      for (const [place, unit] of unitsIn(group).entries()) {
        const write = writes[place];
        const alone = write?.isGivenUp ? null : await this.#commit(unit);
        write?.told(alone === null ? false : outcomeOf(alone));
      }
    } else {
      for (const write of writes) write.told(outcomeOf(answer));
    }
  }

  /** Those that wait and were given up are told so; they leave without the others. */
  #dropGivenUp(): void {
    const dropped = this.#writes.filter(({ isGivenUp }) => isGivenUp);
    if (dropped.length === 0) return;
    this.#writes = this.#writes.filter(({ isGivenUp }) => !isGivenUp);
    this.#draft.clear();
    for (const write of this.#writes) write.pack(this.#draft);
    for (const write of dropped) write.told(false);
  }

  async #commit({ bytes, ends }: PackedGroup): Promise<CommitAnswer> {
    const answer = await this.#writer
      .commit(bytes)
      .catch((ended: unknown) => failureOf('the database could not be written', ended));
    if (answer instanceof StoreFailure) return { kind: 'lost', failure: answer };
    if (answer.kind === 'committed') {
      this.#counts.groups += 1;
      this.#counts.units += ends.length;
      this.#counts.stopped += answer.stopped.length;
      this.#counts.statements += answer.statements;
      this.#onCommitted(answer.logPages);
    }
    return answer;
  }
}

function worthOf(underWay: number): number {
  const counted = Math.min(underWay, worthMax);
  return counted - Math.floor(counted / latecomersOneIn);
}

type CommitAnswer = GroupOutcome | { readonly kind: 'lost'; readonly failure: StoreFailure };

/** Of a unit that was committed alone, or of each unit of a group of which nothing was. */
function outcomeOf(answer: CommitAnswer): boolean | StoreFailure {
  if (answer.kind === 'committed') return answer.stopped.length === 0;
  return answer.kind === 'lost' ? answer.failure : notWritten(answer);
}

function tooMuch(units: number, size: number): StoreFailure {
  return new StoreFailure(
    `too much waits to be written: ${units} writes of at most ${queuedUnitsMax}, ${size} bytes of at most ${queuedSizeMax}; try again later`,
  );
}

/** @param answer what the writer said instead of what was hoped for */
export function notWritten(answer: WriterAnswer): StoreFailure {
  const reason = 'reason' in answer ? answer.reason.text : `unexpected ${answer.kind}`;
  return new StoreFailure(`the database could not be written: ${reason}`);
}
