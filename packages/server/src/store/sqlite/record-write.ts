import type { Fact, PlayerRecord, Totals } from '@laurel/domain';
import { type ByteText, byteText } from '../byte-text.ts';
import { encodeFacts } from '../fact-bytes.ts';
import { encodePlayerRecord, headToPatch, storedLength } from '../player-record-bytes.ts';
import { committedFacts } from '../sql/facts.ts';
import { insertPlace } from '../sql/places.ts';
import {
  insertFacts,
  insertRecord,
  type RecordInLedger,
  updateRecord,
  updateRecordOnly,
} from '../sql/records.ts';
import type { Advanced, RecordChange, RecordKey, StoreFailure, Verdict } from '../store.ts';
import { type KnownRecord, Pending } from './known-records.ts';
import { lateBodyMax, lateFactsMax } from './late-rows.ts';
import type { GroupDraft } from './packed-group.ts';
import type { Write } from './write-queue.ts';

/** An advance that was asked for. */
export type Asked = {
  readonly key: RecordKey;
  readonly place: number;
  readonly decide: (before: PlayerRecord | undefined, totals: Totals) => Verdict;
};

/** What came of it. */
export type Decided = {
  readonly known: KnownRecord;
  readonly before: Before;
  readonly verdict: Verdict;
  /** Which decision on the advance it was, from 1. */
  readonly decision: number;
  /** Whether the row may be left as it is: the ledger says all that was decided. */
  readonly mayBeLate: boolean;
};

type Before =
  | Pick<RecordInLedger, 'id' | 'version' | 'lastWrite' | 'record' | 'totals'>
  | undefined;

type Settle = (write: RecordWrite, outcome: boolean | StoreFailure) => void;

/**
 * An advance on its way to the disk: what the writer is sent, what is known of the record until it
 * is written, and what followers are told then. It is one object, since hundreds are on their way
 * at a time and each is moved by the collection of garbage with all that belongs to it.
 */
export class RecordWrite extends Pending implements Write, RecordChange {
  readonly kind = 'Record';
  readonly asked: Asked;
  readonly known: KnownRecord;
  readonly decision: number;
  /** The byte of the stored body that changed; -1 where more did. */
  readonly head: number;
  /** Whether only the ledger is written now, and the row later. */
  readonly isLate: boolean;
  /** As the tables were when it was decided on. */
  readonly age: number;
  /** As `KnownRecords` gave it. */
  era = 0;
  readonly advanced = Promise.withResolvers<Advanced>();
  readonly was: PlayerRecord | null;
  /** The write before it in the ledger, `null` for the first of a record. */
  readonly #previous: number | null;
  readonly #isEarning: boolean;
  readonly #facts: readonly Fact[];
  #body: ByteText | undefined;
  readonly #settle: Settle;

  constructor(
    asked: Asked,
    {
      known,
      before,
      verdict: { record, totals, facts },
      decision,
      mayBeLate,
      sequence,
      age,
      settle,
    }: Decided & { sequence: number; age: number; settle: Settle },
  ) {
    const id = before?.id ?? sequence;
    const version = (before?.version ?? 0) + 1;
    super({ id, version, record, totals, lastWrite: sequence });
    this.asked = asked;
    this.known = known;
    this.decision = decision;
    this.head = mayBeLate ? headToPatch(record) : -1;
    const isShort = facts.length > 0 && facts.length <= lateFactsMax;
    this.isLate = mayBeLate && isShort && this.#bodyLength <= lateBodyMax;
    this.age = age;
    // Not what was decided on itself, which may be on its way too, and hold on to the one before.
    this.was = before?.record ?? null;
    this.#previous = before?.lastWrite ?? null;
    this.#isEarning = totals !== before?.totals;
    this.#facts = facts;
    this.#settle = settle;
  }

  /** Whether something that it was decided on was not written. */
  get isGivenUp(): boolean {
    return this.era !== this.known.era;
  }

  /** Made when it is asked for: a late write of one byte mostly needs none. */
  get body(): ByteText {
    this.#body ??= byteText(encodePlayerRecord(this.record));
    return this.#body;
  }

  get #bodyLength(): number {
    return this.head < 0 ? this.body.length : storedLength(this.record);
  }

  get key(): RecordKey {
    return this.asked.key;
  }

  /** Put together when a follower asks. */
  get facts(): RecordChange['facts'] {
    const { key, version, lastWrite } = this;
    return committedFacts({ key, recordVersion: version, sequence: lastWrite, facts: this.#facts });
  }

  /** What the asker is told when it is written. */
  get written(): Advanced {
    return { version: this.version, record: this.record, facts: this.#facts };
  }

  pack(draft: GroupDraft): void {
    const { key, place } = this.asked;
    const previous = this.#previous;
    const facts = encodeFacts(this.#facts);
    if (this.isLate && previous !== null && facts !== null) {
      const { lastWrite: sequence, version: recordVersion } = this;
      draft.addLateWrite({ sequence, xuid: key.xuid, place, recordVersion, previous, facts });
      return;
    }
    if (previous === null) {
      draft.begin({ isGuarded: true, steps: 3 });
      draft.step(insertRecord, 7);
      this.#packTotals(draft);
      this.#packRecord(draft);
      draft.step(insertPlace, 3);
      draft.putNumber(place);
      draft.putText(key.sandbox);
      draft.putText(key.scid);
    } else {
      draft.begin({ isGuarded: true, steps: 2 });
      draft.step(this.#isEarning ? updateRecord : updateRecordOnly, this.#isEarning ? 9 : 6);
      if (this.#isEarning) this.#packTotals(draft);
      this.#packRecord(draft);
      draft.putNumber(this.id);
      draft.putNumber(this.version);
    }
    draft.step(insertFacts, 6);
    draft.putNumber(this.lastWrite);
    draft.putText(key.xuid);
    draft.putNumber(place);
    draft.putNumber(this.version);
    if (previous === null) draft.putNull();
    else draft.putNumber(previous);
    if (facts === null) draft.putNull();
    else draft.putBytes(facts);
    draft.end();
  }

  #packTotals(draft: GroupDraft): void {
    const { earned, gamerscore, lastUnlock } = this.totals;
    draft.putNumber(earned);
    draft.putNumber(gamerscore);
    draft.putText(lastUnlock);
  }

  #packRecord(draft: GroupDraft): void {
    draft.putNumber(this.lastWrite);
    draft.putByteText(this.body);
    draft.putText(this.asked.key.xuid);
    draft.putNumber(this.asked.place);
  }

  told(outcome: boolean | StoreFailure): void {
    this.#settle(this, outcome);
  }
}
