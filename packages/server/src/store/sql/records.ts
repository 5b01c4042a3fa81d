import type { Instant, PlayerRecord, Scid, Xuid } from '@laurel/domain';
import { type ByteText, byteText } from '../byte-text.ts';
import { decodePlayerRecord, lastPlayedIn } from '../player-record-bytes.ts';
import type { RecordKey, StoredRecord } from '../store.ts';
import type { EntriesEnd } from '../stored-progress.ts';
import type { SqlValue } from './engine.ts';

const columns = 'records.id, version, earned, gamerscore, last_unlock, last_write, body';

/** One record. Parameters: xuid, place. */
export const readRecord = `
  select ${columns} from records
   where xuid = $1 and place = $2`;

/** All records of a player in a sandbox. Parameters: xuid, sandbox. */
export const readRecordsOfPlayer = `
  select ${columns}, scid from records join places on places.id = place
   where xuid = $1 and sandbox = $2
   order by scid`;

/** Every record, with the names of its place where they are known. */
export const readAllRecords = `
  select ${columns}, scid, xuid, sandbox from records left join places on places.id = place`;

/** Parameters: xuid, sandbox. */
export const sumGamerscore = `
  select coalesce(sum(gamerscore), 0) as gamerscore from records join places on places.id = place
   where xuid = $1 and sandbox = $2`;

/** The first write of a record, a guard: changes nothing when there is one. Its id is $4 too. */
export const insertRecord = `
  insert into records (id, version, earned, gamerscore, last_unlock, last_write, body, xuid, place)
  values ($4, 1, $1, $2, $3, $4, $5, $6, $7)
  on conflict do nothing`;

/**
 * A later write, a guard: changes nothing unless the record with that id ($8) is older than the
 * version ($9) it becomes. In a database that came in this one's place the id may be another's.
 */
export const updateRecord = `
  update records
     set version = $9, earned = $1, gamerscore = $2, last_unlock = $3, last_write = $4, body = $5
   where id = $8 and version < $9 and xuid = $6 and place = $7`;

/** The same for a write that earns nothing, as most do: its totals are what they were. */
export const updateRecordOnly = `
  update records
     set version = $6, last_write = $1, body = $2
   where id = $5 and version < $6 and xuid = $3 and place = $4`;

/** Rows hold every write of the ledger before that one. Parameters: its sequence. */
export const moveCaughtUp = `
  update rows_caught_up set sequence = $1 where id = 1`;

/** Parameters: sequence, xuid, place, version of the record, the write before, facts or null. */
export const insertFacts = `
  insert into facts (sequence, xuid, place, record_version, previous, body)
  values ($1, $2, $3, $4, $5, $6)`;

/** Reads all records. Parameters: place. */
export const countRecordsOfTitle = `
  select count(*) as players from records
   where place = $1`;

/** Reads all records behind one. Parameters: place, xuid, limit. */
export const readPlayersOfTitle = `
  select xuid from records
   where place = $1 and xuid > $2
   order by xuid
   limit $3`;

/** The columns of a record as an array holds them, `scid` only where it is asked for. */
export type RecordColumns = readonly [
  id: number,
  version: number,
  earned: number,
  gamerscore: number,
  lastUnlock: string,
  lastWrite: number,
  body: Uint8Array,
  scid?: string,
];

/** A stored record that knows its place in the ledger. */
export type RecordInLedger = StoredRecord & {
  /** What tells its row apart: the write that made it, or a later one of an old database. */
  readonly id: number;
  /** The write that made it this version. */
  readonly lastWrite: number;
};

/** A record as it is remembered, its body as `encodePlayerRecord` wrote it. */
export type Encoded = {
  readonly id: number;
  readonly version: number;
  readonly lastWrite: number;
  readonly totals: StoredRecord['totals'];
  readonly body: ByteText;
  /** Of the body, where that was looked through before. */
  readonly found?: EntriesEnd | undefined;
};

/** @param row the columns in the order of the statements above */
export function encodedFrom(row: readonly SqlValue[]): Encoded {
  const [id, version, earned, gamerscore, lastUnlock, lastWrite, body] =
    row as unknown as RecordColumns;
  const totals = { earned, gamerscore, lastUnlock: lastUnlock as Instant };
  return { id, version, lastWrite, totals, body: byteText(body) };
}

/** Decodes the body when somebody first asks. */
export function recordOf(of: RecordKey, encoded: Encoded): RecordInLedger {
  return new EncodedRecord(of, encoded);
}

/** @param row the columns of `readRecordsOfPlayer` */
export function recordOfPlayerOf(
  { xuid, sandbox }: Omit<RecordKey, 'scid'>,
  row: readonly SqlValue[],
): RecordInLedger {
  return recordOf({ sandbox, xuid, scid: row[7] as Scid }, encodedFrom(row));
}

/** @param row the columns of `readAllRecords` */
export function recordOfAnyone(row: readonly SqlValue[]): RecordInLedger {
  const [scid, xuid, sandbox] = row.slice(7);
  return recordOf({ xuid, sandbox, scid } as RecordKey, encodedFrom(row));
}

/** @param row with the column `xuid` */
export function xuidOf(row: Readonly<Record<string, SqlValue>>): Xuid {
  return row.xuid as Xuid;
}

/** Decodes its body when somebody first asks. */
class EncodedRecord implements RecordInLedger {
  readonly key: RecordKey;
  readonly id: number;
  readonly version: number;
  readonly lastWrite: number;
  readonly totals: StoredRecord['totals'];
  readonly #body: ByteText;
  readonly #found: EntriesEnd | undefined;
  #record: PlayerRecord | undefined;

  constructor(key: RecordKey, { id, version, lastWrite, totals, body, found }: Encoded) {
    this.key = key;
    this.id = id;
    this.version = version;
    this.lastWrite = lastWrite;
    this.totals = totals;
    this.#body = body;
    this.#found = found;
  }

  get lastPlayedAt(): Instant {
    return this.#record?.lastPlayedAt ?? lastPlayedIn(this.#body);
  }

  get record(): PlayerRecord {
    this.#record ??= decodePlayerRecord(this.#body, this.#found);
    return this.#record;
  }
}
