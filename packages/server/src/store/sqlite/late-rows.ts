import type { PlayerRecord } from '@laurel/domain';
import { type Encoded, moveCaughtUp, updateRecordOnly } from '../sql/records.ts';
import type { StoreFailure } from '../store.ts';
import type { KnownRecord, KnownRecords } from './known-records.ts';
import type { GroupDraft } from './packed-group.ts';
import type { Write } from './write-queue.ts';

/** A record whose body has more bytes is written with its ledger. */
export const lateBodyMax = 768;

/** A write of more facts, too: as many as a report has lines. */
export const lateFactsMax = 100;

/** How many rows may be late, and when they are written. */
export type LateRowLimits = {
  /**
   * Rows that may be late at a time. Their records stay in memory, where all of them, of
   * `lateBodyMax` at most, must fit into one generation.
   */
  readonly rowsMax: number;
  /** Late rows that are worth a round: the more, the more of them share a page. */
  readonly rowsWorthRound: number;
  /**
   * Numbers of the ledger after which there is a round in any case: when a server is killed, what
   * came since is read again at the next start.
   */
  readonly sequencesPerRound: number;
  /**
   * Rows that go with a group, and with each of its units: more than one, so that a round ends
   * before the next is due. Each takes 1 to 4 µs of the writer, for which its group waits.
   */
  readonly rowsPerGroup: number;
  readonly rowsPerUnit: number;
};

/** What a server keeps to. */
export const lateRowLimits: LateRowLimits = {
  rowsMax: 12_288,
  rowsWorthRound: 10_240,
  sequencesPerRound: 32_768,
  rowsPerGroup: 4,
  rowsPerUnit: 2,
};

/** A write of a record. */
type Written = Encoded & {
  readonly record: PlayerRecord;
  /** As `KnownRecords.patch` takes it, or -1. */
  readonly head: number;
  /** Whether its row is left as it was. */
  readonly isLate: boolean;
};

/**
 * The rows of records that are behind the ledger. Players stand on pages of their own, so to write
 * a group's rows is most of what a commit costs; but what a report of progress changed is in the
 * ledger, whose end is one page. So its row follows, with others that are near it, in rounds.
 * After a kill `catch-up.ts` does the rest of a round.
 */
export class LateRows {
  readonly #known: KnownRecords;
  readonly #limits: LateRowLimits;
  /** Late since the round began. */
  #late: KnownRecord[] = [];
  /** What is left of the round, the lowest id last. */
  #leaving: KnownRecord[] = [];
  /** As `rows_caught_up` has it. */
  #caughtUp: number;
  /** What that will be after the round. */
  #target: number;
  /** Behind the last write that is durable. */
  #end: number;
  /** Writes on their way that leave a row late. */
  #expected = 0;
  #isWhole = true;
  #isBusy = false;
  #written = 0;

  /** @param nextSequence where the ledger goes on; all rows hold what is before */
  constructor(known: KnownRecords, nextSequence: number, limits = lateRowLimits) {
    this.#known = known;
    this.#limits = limits;
    this.#caughtUp = nextSequence;
    this.#target = nextSequence;
    this.#end = nextSequence;
  }

  /** Rows that were written later than their ledger. */
  get written(): number {
    return this.#written;
  }

  /** Whether one more row may be left as it is. */
  get hasRoom(): boolean {
    return this.#late.length + this.#leaving.length + this.#expected < this.#limits.rowsMax;
  }

  /** Told of each write that sets out. */
  expect({ isLate }: Pick<Written, 'isLate'>): void {
    if (isLate) this.#expected += 1;
  }

  /** Told of each write that ended, however it did. */
  ended({ isLate }: Pick<Written, 'isLate'>): void {
    if (isLate) this.#expected -= 1;
  }

  /** Told of each write when it is durable, in their order. */
  remember(known: KnownRecord, write: Written): void {
    const { id, version, lastWrite, isLate } = write;
    this.#end = lastWrite + 1;
    // What a row holds may be forgotten, so that is told first.
    if (!isLate) known.late = 0;
    if (write.head < 0 || !this.#known.patch(known, write)) this.#known.store(known, write);
    if (!isLate) return;
    if (known.late === 0) this.#late.push(known);
    known.id = id;
    known.late = version;
  }

  /** All rows were caught up, and the records are others now. */
  beginAnew(): void {
    this.#late = [];
    this.#leaving = [];
  }

  /** @returns rows to go with the group that is about to leave, if there are any to be written */
  next(units: number): Write | undefined {
    if (this.#isBusy || !(this.#leaving.length > 0 || this.#begins())) return undefined;
    const { rowsPerGroup, rowsPerUnit } = this.#limits;
    const rows = this.#leaving.splice(-(rowsPerGroup + rowsPerUnit * units)).reverse();
    const isLast = this.#leaving.length === 0;
    this.#isBusy = true;
    return {
      pack: (draft) => this.#pack(draft, rows, isLast && this.#isWhole ? this.#target : null),
      told: this.#settling(rows, isLast),
    };
  }

  #begins(): boolean {
    const { rowsWorthRound, sequencesPerRound } = this.#limits;
    const isDue = this.#end - this.#caughtUp >= sequencesPerRound;
    if (this.#late.length < rowsWorthRound && !isDue) return false;
    this.#leaving = this.#late.sort((one, other) => other.id - one.id);
    this.#late = [];
    this.#target = this.#end;
    this.#isWhole = true;
    return true;
  }

  #pack(draft: GroupDraft, rows: readonly KnownRecord[], target: number | null): void {
    const late = rows.filter((known) => known.late > 0);
    draft.begin({ isGuarded: false, steps: late.length + (target === null ? 0 : 1) });
    for (const known of late) {
      const stored = this.#known.stored(known);
      if (stored === undefined) throw new Error('a record was forgotten whose row is late');
      draft.step(updateRecordOnly, 6);
      draft.putNumber(stored.lastWrite);
      draft.putByteText(stored.body);
      draft.putText(known.xuid);
      draft.putNumber(known.place);
      draft.putNumber(stored.id);
      draft.putNumber(stored.version);
    }
    if (target !== null) {
      draft.step(moveCaughtUp, 1);
      draft.putNumber(target);
    }
    draft.end();
  }

  #settling(rows: readonly KnownRecord[], isLast: boolean): Write['told'] {
    const versions = rows.map(({ late }) => late);
    return (outcome: boolean | StoreFailure) => {
      this.#isBusy = false;
      const isWritten = outcome === true;
      if (isWritten) this.#written += rows.length;
      else this.#isWhole = false;
      for (const [at, known] of rows.entries()) {
        if (isWritten && known.late === versions[at]) known.late = 0;
        // What came meanwhile is for the next round.
        else if (known.late > 0) this.#late.push(known);
      }
      if (isLast && this.#isWhole) this.#caughtUp = this.#target;
    };
  }
}
