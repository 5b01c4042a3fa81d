import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore, type SqliteStore } from './open-sqlite-store.ts';

/** A directory of its own, for tests: a place of the contract suite. Disposing of it removes it. */
export type SqlitePlace = AsyncDisposable & {
  readonly directory: string;
  /** Where the database is. */
  readonly path: string;
  open(): Promise<SqliteStore>;
  /** A path where no file is yet. */
  freePath(): string;
};

/** For tests. */
export async function newSqlitePlace(): Promise<SqlitePlace> {
  const directory = await mkdtemp(join(tmpdir(), 'laurel-store-'));
  const path = join(directory, 'laurel.db');
  let paths = 0;
  return {
    directory,
    path,
    open: () => openSqliteStore({ path }),
    freePath() {
      paths += 1;
      return join(directory, `free-${paths}`);
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
