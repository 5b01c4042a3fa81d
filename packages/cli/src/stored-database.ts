import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseName, StoreFailure, verifySqlite } from '@laurel/server';
import { broken, type Check, ok, skipped } from './check.ts';
import { Failure } from './failure.ts';

/** @returns where the database of a data directory is */
export function databasePath(data: string): string {
  return join(data, databaseName);
}

/** Looks for what is wrong in the database of a data directory, also while a server has it open. */
export function checkDatabase(data: string): Check {
  const path = databasePath(data);
  if (!existsSync(path)) return skipped('database', `"${path}" is not there yet`);
  try {
    const [wrong, ...more] = verifySqlite(path);
    if (wrong === undefined) return ok('database', `"${path}" is whole`);
    const others = more.length === 0 ? '' : `, and ${more.length} more`;
    return broken('database', `"${path}" is damaged: ${wrong}${others}; restore a backup`);
  } catch (thrown) {
    return broken('database', thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Does something with a stored database. @throws {Failure} in the store's words */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof StoreFailure)) throw thrown;
    throw new Failure('database', thrown.message, { cause: thrown });
  }
}
