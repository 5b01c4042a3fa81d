import type { DatabaseSync } from 'node:sqlite';
import { areReports, replay } from '@laurel/domain';
import { encodePlayerRecord } from '../player-record-bytes.ts';
import type { Row, SqlValue } from '../sql/engine.ts';
import { sequenceAfter, writeOf } from '../sql/facts.ts';
import { placeId } from '../sql/places.ts';
import {
  encodedFrom,
  moveCaughtUp,
  type RecordInLedger,
  readRecord,
  recordOf,
  updateRecordOnly,
} from '../sql/records.ts';
import { type RecordKey, StoreFailure } from '../store.ts';
import { SqliteLedger } from './ledger.ts';
import { numbered } from './statements.ts';
import { inTransaction } from './transaction.ts';

const hasLateWrites = "select 1 from sqlite_schema where type = 'table' and name = 'late_writes'";
const readCaughtUp = 'select sequence from rows_caught_up where id = 1';

/** Where the ledger of a database goes on. */
export function nextSequenceOf(database: DatabaseSync): number {
  return sequenceAfter(new SqliteLedger(database).last());
}

/**
 * Rows hold every write before it; infinite in an older schema, whose rows are caught up with when
 * it is brought to this one.
 */
function caughtUpIn(database: DatabaseSync): number {
  if (database.prepare(hasLateWrites).get() === undefined) return Number.POSITIVE_INFINITY;
  return Number(database.prepare(readCaughtUp).get()?.sequence);
}

/**
 * The records whose rows are behind the ledger, as the ledger has them, by the ids of their rows.
 * What does not fit or is damaged is passed over: verification names it.
 */
export function lateRecords(database: DatabaseSync): ReadonlyMap<number, RecordInLedger> {
  const late = new Map<number, RecordInLedger>();
  const caughtUp = caughtUpIn(database);
  if (caughtUp === Number.POSITIVE_INFINITY) return late;
  const read = rowReader(database);
  const latest = new Map<string, RecordInLedger | undefined>();
  for (const written of new SqliteLedger(database).writesBehind(caughtUp - 1, { limit: -1 })) {
    const { xuid, sandbox, scid } = written as unknown as RecordKey;
    const name = `${xuid} ${sandbox} ${scid}`;
    if (!latest.has(name)) latest.set(name, read({ xuid, sandbox, scid }));
    const before = latest.get(name);
    const after = before && behind(written, before);
    if (after === undefined) continue;
    latest.set(name, after);
    late.set(after.id, after);
  }
  return late;
}

function rowReader(database: DatabaseSync): (key: RecordKey) => RecordInLedger | undefined {
  const row = database.prepare(numbered(readRecord), { returnArrays: true });
  return (key) => {
    const columns = row.get(key.xuid, placeId(key)) as unknown as SqlValue[] | undefined;
    return columns && recordOf(key, encodedFrom(columns));
  };
}

/** The record after its next write; `undefined` where that is none, or its row holds it. */
function behind(written: Row, before: RecordInLedger): RecordInLedger | undefined {
  if (Number(written.record_version) !== before.version + 1) return undefined;
  try {
    const { recordVersion, sequence, facts } = writeOf(written);
    if (!areReports(facts)) return undefined;
    const record = replay(before.record, facts);
    const { key, id, totals } = before;
    const { lastPlayedAt } = record;
    return { key, id, totals, lastPlayedAt, record, version: recordVersion, lastWrite: sequence };
  } catch (damaged) {
    if (damaged instanceof StoreFailure) return undefined;
    throw damaged;
  }
}

/**
 * Writes the rows that are behind the ledger: after a server was killed, and where a database is
 * copied or closed.
 */
export function catchUp(database: DatabaseSync): void {
  const caughtUp = caughtUpIn(database);
  if (caughtUp === Number.POSITIVE_INFINITY) return;
  const end = nextSequenceOf(database);
  if (caughtUp === end) return;
  const update = database.prepare(numbered(updateRecordOnly));
  inTransaction(database, () => {
    for (const { key, id, version, lastWrite, record } of lateRecords(database).values()) {
      update.run(lastWrite, encodePlayerRecord(record), key.xuid, placeId(key), id, version);
    }
    database.prepare(numbered(moveCaughtUp)).run(end);
  });
}
