import { existsSync } from 'node:fs';
import { StoreFailure } from '../store.ts';
import { copyDatabase } from './backup.ts';
import { openDatabase } from './database-file.ts';
import { failureOf } from './failure.ts';
import { verifyDatabase } from './verify.ts';

/**
 * Copies a database to a path where nothing is yet, whether or not a server has it open: it reads
 * beside it, as it is at one moment.
 *
 * @throws {StoreFailure}
 */
export async function backupSqlite({ from, to }: { from: string; to: string }): Promise<void> {
  refuseMissing(from);
  using database = openDatabase(from, 'read');
  try {
    await copyDatabase(database, to);
  } catch (cause) {
    throw failureOf(`backup "${to.slice(0, 80)}" cannot be made`, cause);
  }
}

/**
 * Looks for what is wrong in a database, whether or not a server has it open.
 *
 * @returns a line for each, at most a hundred; empty when nothing is
 * @throws {StoreFailure} when it can't be read at all
 */
export function verifySqlite(path: string): readonly string[] {
  refuseMissing(path);
  using database = openDatabase(path, 'read');
  try {
    return verifyDatabase(database);
  } catch (cause) {
    throw failureOf(`database "${path.slice(0, 80)}" cannot be read`, cause);
  }
}

function refuseMissing(path: string): void {
  if (!existsSync(path)) throw new StoreFailure(`there is no database "${path.slice(0, 80)}"`);
}
