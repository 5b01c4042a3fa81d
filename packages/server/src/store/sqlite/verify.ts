import type { DatabaseSync } from 'node:sqlite';
import { type AchievementId, type Instant, never, type PlayerRecord } from '@laurel/domain';
import type { SqlValue } from '../sql/engine.ts';
import { type LedgerWrite, writeOf } from '../sql/facts.ts';
import { type RecordInLedger, readAllRecords, recordOfAnyone } from '../sql/records.ts';
import { type RecordKey, type StoredRecord, StoreFailure } from '../store.ts';
import { lateRecords } from './catch-up.ts';
import { reasonOf } from './failure.ts';
import { SqliteLedger } from './ledger.ts';
import { knownMigrations, schemaVersion } from './migrate.ts';

/** What is wrong is told in this many lines at most. */
const linesMax = 100;

/**
 * Looks for what is wrong in a database: in SQLite's own structures, and between records, their
 * totals and their facts.
 *
 * @returns a line for each, at most a hundred; empty when nothing is
 * @throws {StoreFailure} if an earlier server made it, and no later one has opened it since
 */
export function verifyDatabase(database: DatabaseSync): readonly string[] {
  refuseOlder(database);
  const broken = database
    .prepare(`pragma integrity_check(${linesMax})`)
    .all()
    .map((row) => String(row.integrity_check))
    .filter((line) => line !== 'ok');
  if (broken.length > 0) return broken;
  // What a server writes meanwhile is not seen.
  database.exec('begin');
  try {
    return wrongRecords(database).slice(0, linesMax);
  } finally {
    database.exec('rollback');
  }
}

function refuseOlder(database: DatabaseSync): void {
  const [version, newest] = [schemaVersion(database), knownMigrations().length];
  if (version === 0 || version >= newest) return;
  throw new StoreFailure(
    `database schema ${version} is older than this server's (${newest}); it is brought up to date when a server starts on it`,
  );
}

function wrongRecords(database: DatabaseSync): readonly string[] {
  const wrong: string[] = [];
  const records = database.prepare(readAllRecords, { returnArrays: true });
  const ledger = new SqliteLedger(database);
  const late = lateRecords(database);
  let writesOfRecords = 0;
  for (const row of records.iterate() as Iterable<unknown>) {
    const asStored = recordOfAnyone(row as readonly SqlValue[]);
    const stored = late.get(asStored.id) ?? asStored;
    const { xuid, sandbox, scid } = stored.key;
    const { writes, lines } = wrongIn(stored, ledger);
    writesOfRecords += writes;
    for (const what of lines) {
      wrong.push(`record of player ${xuid} in ${scid}, sandbox ${sandbox}: ${what}`);
    }
    if (wrong.length >= linesMax) return wrong;
  }
  return wrong.concat(differing('number of writes in the ledger', ledger.count(), writesOfRecords));
}

function wrongIn(
  stored: RecordInLedger,
  ledger: SqliteLedger,
): { readonly writes: number; readonly lines: readonly string[] } {
  try {
    const writes = writesOf(stored, ledger);
    return { writes: writes.length, lines: wrongBetween(stored, writes) };
  } catch (thrown) {
    return { writes: 0, lines: [reasonOf(thrown).text] };
  }
}

function wrongBetween(stored: RecordInLedger, writes: readonly LedgerWrite[]): readonly string[] {
  const { record } = stored;
  const strange = writes.filter(({ key }) => !isSameKey(key, stored.key));
  return [
    ...(stored.key.scid === null ? ['nobody knows its title and sandbox'] : []),
    ...strange.map(({ sequence }) => `write ${sequence} is of another record`),
    ...wrongTotals(stored, record),
    ...wrongVersions(
      stored.version,
      writes.map(({ recordVersion }) => recordVersion),
    ),
    ...wrongFacts(record, writes),
  ];
}

/** The writes of a record, oldest first, as far back as they are kept. */
function writesOf({ lastWrite }: RecordInLedger, ledger: SqliteLedger): readonly LedgerWrite[] {
  const writes: LedgerWrite[] = [];
  for (let at: number | null = lastWrite; at !== null; ) {
    const row = ledger.write(at);
    if (row === undefined) break;
    const write = writeOf(row);
    writes.push(write);
    // What points forward is damaged, and could go round for ever.
    at = write.previous === null || write.previous < at ? write.previous : null;
  }
  return writes.reverse();
}

function isSameKey(a: RecordKey, b: RecordKey): boolean {
  return a.xuid === b.xuid && a.sandbox === b.sandbox && a.scid === b.scid;
}

/** What is earned can be counted; what it is worth is the title's to say. */
function wrongTotals({ totals }: StoredRecord, record: PlayerRecord): string[] {
  let [earned, lastUnlock] = [0, never];
  for (const [id, progress] of record.progress) {
    if (progress.state !== 'Achieved' || record.revoked.has(id)) continue;
    earned += 1;
    if (progress.unlockedAt > lastUnlock) lastUnlock = progress.unlockedAt;
  }
  return [
    ...differing('earned', totals.earned, earned),
    ...differing('last unlock', totals.lastUnlock, lastUnlock),
  ];
}

/**
 * Each write leaves one row in the ledger, in order; rows may have been cleared from the old end.
 */
function wrongVersions(version: number, found: readonly number[]): string[] {
  const first = version - found.length + 1;
  const isWhole = first >= 1 && found.every((one, place) => one === first + place);
  if (isWhole && (found.length > 0 || version === 0)) return [];
  return [`the ledger has writes ${found.slice(-5).join(', ') || 'none'}, not up to ${version}`];
}

/** The record holds what the facts since the last reset say, and nothing else if all are kept. */
function wrongFacts(record: PlayerRecord, writes: readonly LedgerWrite[]): string[] {
  const facts = writes.flatMap((write) => write.facts);
  const reset = facts.findLastIndex(({ kind }) => kind === 'Reset');
  const isWhole = reset !== -1 || writes[0]?.recordVersion === 1;
  const said = new Map<AchievementId, Told>();
  if (isWhole) for (const id of record.progress.keys()) said.set(id, nothingTold);
  for (const { kind, achievementId, percent, earnedAt } of facts.slice(reset + 1)) {
    if (achievementId === null || kind === 'Revoked' || kind === 'Restored') continue;
    const isUnlock = kind === 'Unlocked' || kind === 'Granted';
    said.set(achievementId, { percent, unlockedAt: isUnlock ? earnedAt : null });
  }
  return [...said].flatMap(([id, { percent, unlockedAt }]) => {
    const is = record.progress.get(id);
    const at = is?.state === 'Achieved' ? is.unlockedAt : null;
    return [
      ...differing(`percent of achievement ${id}`, is?.percent ?? 0, percent),
      ...differing(`unlock time of achievement ${id}`, at, unlockedAt),
    ];
  });
}

type Told = { readonly percent: number; readonly unlockedAt: Instant | null };

const nothingTold: Told = { percent: 0, unlockedAt: null };

function differing<T>(what: string, stored: T, expected: T): string[] {
  return stored === expected ? [] : [`${what} is ${stored}, but must be ${expected}`];
}
