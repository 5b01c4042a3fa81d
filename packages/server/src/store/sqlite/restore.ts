import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../clock.ts';
import { StoreFailure } from '../store.ts';
import { makeAside, refuseExisting } from './backup.ts';
import { besideFiles } from './database-file.ts';
import { failureOf } from './failure.ts';
import { knownMigrations, migrate, schemaVersion } from './migrate.ts';
import { takeOwnership } from './ownership.ts';
import { verifyDatabase } from './verify.ts';

/** Which backup to put where. */
export type Restoration = {
  readonly from: string;
  /** The database; no server may run on it. */
  readonly to: string;
  /** Whether a database that is there may be replaced. */
  readonly overwrite?: boolean;
};

/**
 * Puts a backup in place of a database, after it was found whole. The database is the old one or
 * the new one at any moment, never a mixture.
 *
 * @throws {StoreFailure} if a database is there and may not be replaced or is in use, or the backup
 *   is missing, damaged, newer than this server, or no backup
 */
export async function restoreSqlite({ from, to, overwrite = false }: Restoration): Promise<void> {
  if (!overwrite) refuseExisting(to);
  refuseUnlessWhole(from);
  using _ownership = takeOwnership(to);
  await makeAside(to, async (aside) => {
    copyFileSync(from, aside);
    verifyCopy(aside, from);
    settleLog(to);
  });
}

/** A file with a log beside it is a database in use or one that was killed, and not all of it. */
function refuseUnlessWhole(from: string): void {
  const [log] = besideFiles(from);
  if (!existsSync(from)) throw new StoreFailure(`backup "${from.slice(0, 80)}" does not exist`);
  if (!existsSync(log) || statSync(log).size === 0) return;
  throw new StoreFailure(
    `file "${from.slice(0, 80)}" is a database and no backup; make one with: laurel backup`,
  );
}

/**
 * Brings a copy of the backup to the newest schema, and looks through it.
 *
 * @param name how the backup is called in messages
 */
function verifyCopy(path: string, name: string): void {
  const refused = `backup "${name.slice(0, 80)}" is not restored`;
  try {
    using database = new DatabaseSync(path);
    if (schemaVersion(database) === 0)
      throw new StoreFailure(`${refused}: it is another program's`);
    migrate(database, { migrations: knownMigrations(), now: systemClock.now() });
    const [wrong] = verifyDatabase(database);
    if (wrong !== undefined) throw new StoreFailure(`${refused}: ${wrong}`);
  } catch (cause) {
    throw failureOf(refused, cause);
  }
}

/** Moves the log of the old database into it, so that none is left beside the new one. */
function settleLog(path: string): void {
  if (!existsSync(path)) return;
  try {
    using database = new DatabaseSync(path);
    database.exec('pragma journal_mode = delete');
  } catch {
    // It is damaged, which may be why it is replaced.
  }
  for (const left of besideFiles(path)) rmSync(left, { force: true });
}
