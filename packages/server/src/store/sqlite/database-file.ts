import { closeSync, openSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { failureOf } from './failure.ts';

/** What one connection remembers of the file at most, in KiB; several are open. */
const cacheKibibytes = { write: 8 * 1024, read: 6 * 1024, survey: 2 * 1024 } as const;

/**
 * How long a connection waits for another of this process, in milliseconds. The writer meets nobody
 * but readers that keep it from starting the log anew, and that can wait.
 */
const busyWaitMs = { write: 0, read: 10_000, survey: 10_000 } as const;

/**
 * What is written to goes into the log in whole pages, and a record of fifty achievements takes 600
 * bytes. A database keeps the size it was made with.
 */
const pageBytes = 2048;

/** What a connection is for. */
export type Purpose = keyof typeof cacheKibibytes;

/**
 * Opens a connection. Every commit of one that writes is on the disk before it returns, and the log
 * grows until somebody moves it into the file: see `log-keeping.ts`.
 *
 * @throws {StoreFailure}
 */
export function openDatabase(path: string, purpose: Purpose): DatabaseSync {
  try {
    const isReader = purpose === 'read';
    const database = new DatabaseSync(path, { timeout: busyWaitMs[purpose], readOnly: isReader });
    if (!isReader) database.exec(`pragma page_size = ${pageBytes}; pragma journal_mode = wal`);
    database.exec(`
      pragma synchronous = full;
      pragma wal_autocheckpoint = 0;
      pragma cache_size = -${cacheKibibytes[purpose]};
    `);
    return database;
  } catch (cause) {
    throw failureOf(`database "${path.slice(0, 80)}" cannot be opened`, cause);
  }
}

/** Makes the file where there is none, readable by its owner only: it holds keys. */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw failureOf(`database "${path.slice(0, 80)}" cannot be opened`, cause);
  }
}

/** Writes a file that only its owner can read. */
export function writePrivateFile(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes, { mode: 0o600 });
  } catch (cause) {
    throw failureOf(`file "${path.slice(0, 80)}" cannot be written`, cause);
  }
}

/** SQLite keeps the log and its index beside the file. */
export function besideFiles(path: string): readonly [log: string, index: string] {
  return [`${path}-wal`, `${path}-shm`];
}
