import type { Instant, PlayerRecord, Scid, Xuid } from '@laurel/domain';
import { decodePlayerRecord } from '../player-record-bytes.ts';
import type { RecordKey, StoredRecord } from '../store.ts';
import type { SqlValue } from './engine.ts';

const columns = 'version, earned, gamerscore, last_unlock, last_played, body';

/** One record. Parameters: xuid, sandbox, scid. */
export const readRecord = `
  select ${columns} from records
   where xuid = $1 and sandbox = $2 and scid = $3`;

/** All records of a player in a sandbox. Parameters: xuid, sandbox. */
export const readRecordsOfPlayer = `
  select ${columns}, scid from records
   where xuid = $1 and sandbox = $2
   order by scid`;

/** Parameters: xuid, sandbox. */
export const sumGamerscore = `
  select coalesce(sum(gamerscore), 0) as gamerscore from records
   where xuid = $1 and sandbox = $2`;

/** The first write of a record, a guard: changes nothing when there is one. */
export const insertRecord = `
  insert into records (version, earned, gamerscore, last_unlock, last_played, body,
                       xuid, sandbox, scid)
  values (1, $1, $2, $3, $4, $5, $6, $7, $8)
  on conflict do nothing`;

/** A later write, a guard: changes nothing unless the version ($9) is the one it was decided on. */
export const updateRecord = `
  update records
     set version = version + 1, earned = $1, gamerscore = $2, last_unlock = $3, last_played = $4,
         body = $5
   where xuid = $6 and sandbox = $7 and scid = $8 and version = $9`;

/** Parameters: sequence, xuid, sandbox, scid, version of the record, facts as text or null. */
export const insertFacts = `
  insert into facts (sequence, xuid, sandbox, scid, record_version, body)
  values ($1, $2, $3, $4, $5, $6)`;

/** Reads all records. Parameters: sandbox, scid. */
export const countRecordsOfTitle = `
  select count(*) as players from records
   where sandbox = $1 and scid = $2`;

/** Reads all records behind one. Parameters: sandbox, scid, xuid, limit. */
export const readPlayersOfTitle = `
  select xuid from records
   where sandbox = $1 and scid = $2 and xuid > $3
   order by xuid
   limit $4`;

/** The columns of a record as an array holds them, `scid` only where it is asked for. */
export type RecordColumns = readonly [
  version: number,
  earned: number,
  gamerscore: number,
  lastUnlock: string,
  lastPlayed: string,
  body: Uint8Array,
  scid?: string,
];

/** @param row the columns in the order of the statements above */
export function storedRecordOf(of: RecordKey, row: readonly SqlValue[]): StoredRecord {
  const [version, earned, gamerscore, lastUnlock, lastPlayed, body] =
    row as unknown as RecordColumns;
  return new RecordOfRow(
    of,
    { version, lastPlayedAt: lastPlayed as Instant, body },
    { earned, gamerscore, lastUnlock: lastUnlock as Instant },
  );
}

/** @param row the columns of `readRecordsOfPlayer` */
export function recordOfPlayerOf(
  { xuid, sandbox }: Omit<RecordKey, 'scid'>,
  row: readonly SqlValue[],
): StoredRecord {
  return storedRecordOf({ sandbox, xuid, scid: row[6] as Scid }, row);
}

/** @param row with the column `xuid` */
export function xuidOf(row: Readonly<Record<string, SqlValue>>): Xuid {
  return row.xuid as Xuid;
}

/** Decodes its body when somebody first asks. */
class RecordOfRow implements StoredRecord {
  readonly key: RecordKey;
  readonly version: number;
  readonly totals: StoredRecord['totals'];
  readonly lastPlayedAt: Instant;
  readonly #body: Uint8Array;
  #record: PlayerRecord | undefined;

  constructor(
    key: RecordKey,
    row: { version: number; lastPlayedAt: Instant; body: Uint8Array },
    totals: StoredRecord['totals'],
  ) {
    this.key = key;
    this.version = row.version;
    this.totals = totals;
    this.lastPlayedAt = row.lastPlayedAt;
    this.#body = row.body;
  }

  get record(): PlayerRecord {
    this.#record ??= decodePlayerRecord(this.#body);
    return this.#record;
  }
}
