import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isReplayable, noTotals, type PlayerRecord } from '@laurel/domain';
import type { Followers } from '../followers.ts';
import type { SqlEngine, SqlValue, Step } from '../sql/engine.ts';
import { sequenceWidth } from '../sql/facts.ts';
import { placeId } from '../sql/places.ts';
import {
  countRecordsOfTitle,
  type Encoded,
  encodedFrom,
  type RecordInLedger,
  readPlayersOfTitle,
  readRecord,
  readRecordsOfPlayer,
  recordOf,
  recordOfPlayerOf,
  sumGamerscore,
  xuidOf,
} from '../sql/records.ts';
import {
  type Advanced,
  type RecordKey,
  type RecordStore,
  type StoredRecord,
  StoreFailure,
  type Verdict,
} from '../store.ts';
import { failureOf } from './failure.ts';
import type { KnownRecord, KnownRecords } from './known-records.ts';
import type { LateRows } from './late-rows.ts';
import { type Asked, type Decided, RecordWrite } from './record-write.ts';
import type { Snapshot } from './snapshot.ts';
import { numbered } from './statements.ts';
import type { WriteQueue } from './write-queue.ts';

/**
 * How often one advance is decided at most. Only a failed commit before it makes a second time
 * necessary, since nobody else writes.
 */
const decisionsMax = 8;

/**
 * Records are remembered as they are stored, in so many bytes, which are good for at least 36,000
 * of fifty achievements: after each commit SQLite reads its pages anew. Only this process writes,
 * so what was read or written last is what is stored.
 */
export const rememberedBytesMax = 24 * 1024 * 1024;

/** Players' records in SQLite: read and decided on in this thread, written by the queue. */
export class SqliteRecordStore implements RecordStore {
  readonly #engine: SqlEngine;
  readonly #queue: WriteQueue;
  readonly #snapshot: Snapshot;
  readonly #known: KnownRecords;
  readonly #late: LateRows;
  readonly #readRecord: StatementSync;
  readonly #readOfPlayer: StatementSync;
  readonly #followers: Pick<Followers, 'tell' | 'hasAny'>;
  #sequence: number;
  /** How often the tables were emptied or replaced. */
  #age = 0;
  #reads = 0;

  constructor({
    engine,
    queue,
    reader,
    snapshot,
    known,
    late,
    nextSequence,
    followers,
  }: {
    engine: SqlEngine;
    queue: WriteQueue;
    reader: DatabaseSync;
    snapshot: Snapshot;
    known: KnownRecords;
    late: LateRows;
    nextSequence: number;
    followers: Pick<Followers, 'tell' | 'hasAny'>;
  }) {
    this.#engine = engine;
    this.#queue = queue;
    this.#followers = followers;
    this.#snapshot = snapshot;
    this.#known = known;
    this.#late = late;
    this.#sequence = nextSequence;
    this.#readRecord = reader.prepare(numbered(readRecord), { returnArrays: true });
    this.#readOfPlayer = reader.prepare(numbered(readRecordsOfPlayer), { returnArrays: true });
  }

  /** How many records, or lists of them, were read. */
  get reads(): number {
    return this.#reads;
  }

  read(key: RecordKey): StoredRecord | undefined {
    return this.#committed(key, this.#known.of(key.xuid, placeId(key)));
  }

  async ofPlayer(of: Omit<RecordKey, 'scid'>): Promise<readonly RecordInLedger[]> {
    this.#reads += 1;
    try {
      this.#snapshot.hold();
      const rows = this.#readOfPlayer.all(of.xuid, of.sandbox);
      return rows.map((row) => this.#newest(recordOfPlayerOf(of, row as unknown as SqlValue[])));
    } catch (cause) {
      throw failureOf('the database could not be read', cause);
    }
  }

  /** The newest write of each record of a player in a sandbox. */
  async lastWritesOf(of: Omit<RecordKey, 'scid'>): Promise<readonly number[]> {
    return (await this.ofPlayer(of)).map(({ lastWrite }) => lastWrite);
  }

  async gamerscoreOf({ xuid, sandbox }: Omit<RecordKey, 'scid'>): Promise<number> {
    const [row] = await this.#engine.read([sumGamerscore, xuid, sandbox]);
    return Number(row?.gamerscore ?? 0);
  }

  async countPlayers({ sandbox, scid }: Omit<RecordKey, 'xuid'>): Promise<number> {
    const [row] = await this.#engine.survey([countRecordsOfTitle, placeId({ sandbox, scid })]);
    return Number(row?.players ?? 0);
  }

  async playersOf(
    { sandbox, scid }: Omit<RecordKey, 'xuid'>,
    { after, limit }: { after: RecordKey['xuid'] | null; limit: number },
  ): Promise<readonly RecordKey['xuid'][]> {
    const place = placeId({ sandbox, scid });
    const step: Step = [readPlayersOfTitle, place, after ?? '', limit];
    return (await this.#engine.survey(step)).map(xuidOf);
  }

  advance(key: RecordKey, decide: Asked['decide']): Promise<Advanced> | Advanced {
    const place = placeId(key);
    try {
      return this.#decide({ key, place, decide }, 1);
    } catch (refused) {
      return Promise.reject(refused);
    }
  }

  /**
   * The tables are emptied or replaced behind what is in flight, so that is decided on no more.
   *
   * @param nextSequence the ledger is numbered from here on at least
   */
  beginAnew(nextSequence: number): void {
    this.#known.beginAnew();
    this.#late.beginAnew();
    this.#age += 1;
    this.#snapshot.release();
    this.#sequence = Math.max(this.#sequence, nextSequence);
  }

  #committed(key: RecordKey, known: KnownRecord): RecordInLedger | undefined {
    const recent = this.#known.stored(known);
    if (recent !== undefined) return recordOf(key, recent);
    const stored = this.#stored(key);
    if (stored === undefined) return undefined;
    this.#known.store(known, stored);
    return recordOf(key, stored);
  }

  /** What was read as a row, or what is remembered of it where the row is late. */
  #newest(read: RecordInLedger): RecordInLedger {
    const known = this.#known.of(read.key.xuid, placeId(read.key));
    const recent = known.late > 0 ? this.#known.stored(known) : undefined;
    return recent === undefined ? read : recordOf(read.key, recent);
  }

  #stored(key: RecordKey): Encoded | undefined {
    this.#reads += 1;
    try {
      this.#snapshot.hold();
      const row = this.#readRecord.get(key.xuid, placeId(key));
      return row && encodedFrom(row as unknown as SqlValue[]);
    } catch (cause) {
      throw failureOf('the database could not be read', cause);
    }
  }

  #decide(asked: Asked, decision: number): Promise<Advanced> | Advanced {
    const { key, place, decide } = asked;
    if (decision > decisionsMax) {
      throw new StoreFailure(
        `the record of player ${key.xuid} was changed by others ${decisionsMax} times in a row; try again later`,
      );
    }
    const known = this.#known.of(key.xuid, place);
    const pending = known.latest;
    const before = pending ?? this.#committed(key, known);
    const verdict = decide(before?.record, before?.totals ?? noTotals);
    if (!isUnchanged(before?.record, verdict)) {
      const mayBeLate = before !== undefined && this.#mayBeLate(before, verdict);
      return this.#commit(asked, { known, before, verdict, decision, mayBeLate });
    }
    const unchanged = { version: before?.version ?? 0, record: verdict.record, facts: [] };
    if (pending === null) return unchanged;
    return pending
      .whenWritten()
      .then((isWritten) => (isWritten ? unchanged : this.#decide(asked, decision + 1)));
  }

  #mayBeLate(before: Pick<RecordInLedger, 'record' | 'totals'>, verdict: Verdict): boolean {
    const isEarning = verdict.totals !== before.totals;
    return !isEarning && this.#late.hasRoom && isReplayable(before.record, verdict);
  }

  #commit(asked: Asked, decided: Decided): Promise<Advanced> {
    const write = new RecordWrite(asked, {
      ...decided,
      sequence: this.#sequence,
      age: this.#age,
      settle: this.#settle,
    });
    const { known } = decided;
    write.era = this.#known.add(known, write);
    this.#late.expect(write);
    this.#sequence += sequenceWidth(decided.verdict.facts);
    try {
      this.#queue.take(write);
    } catch (cause) {
      // It holds what no write may hold, so it is not on its way.
      this.#late.ended(write);
      this.#known.settle(known, { pending: write, era: write.era, isWritten: false });
      throw cause;
    }
    return write.advanced.promise;
  }

  readonly #settle = (write: RecordWrite, outcome: boolean | StoreFailure): void => {
    const { known, advanced, asked, decision } = write;
    const isWritten = outcome === true;
    this.#late.ended(write);
    // Those of one record are written in their order, so the last one told is the newest.
    if (isWritten && write.age === this.#age) {
      this.#late.remember(known, write);
    } else if (outcome === false) this.#known.forget(known);
    this.#known.settle(known, { pending: write, era: write.era, isWritten });
    if (isWritten && this.#followers.hasAny) this.#followers.tell(write);
    if (isWritten) advanced.resolve(write.written);
    else if (outcome === false) {
      advanced.resolve(Promise.resolve().then(() => this.#decide(asked, decision + 1)));
    } else advanced.reject(outcome);
    write.tell(outcome);
  };
}

/** A player who has nothing and is given nothing has not played. */
function isUnchanged(before: PlayerRecord | undefined, { record, facts }: Verdict): boolean {
  if (facts.length > 0) return false;
  if (before !== undefined) return record === before;
  const isEmpty = record.progress.size === 0 && record.stats.size === 0;
  return isEmpty && record.revoked.size === 0 && record.events === undefined;
}
