import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { StoreFailure } from '../store.ts';
import { catchUp } from './catch-up.ts';
import { besideFiles, makePrivateFile } from './database-file.ts';

/** All pages in one step: a copy in several begins anew whenever somebody writes. */
const pagesPerStep = 2 ** 31 - 1;

/** What a copy without secrets leaves out. */
export const secretTables = ['signing_keys', 'title_server_keys'] as const;

/**
 * Copies a database, as it is at one moment, to a path where nothing is yet. It is made aside and
 * given its name when it is on the disk.
 *
 * @throws {StoreFailure} if something is there
 */
export async function copyDatabase(from: DatabaseSync, to: string): Promise<void> {
  refuseExisting(to);
  await makeAside(to, (aside) => copyInto(from, aside));
}

/** The same without the secrets, for development mode. */
export async function copyWithoutSecrets(from: DatabaseSync, to: string): Promise<void> {
  await makeAside(to, async (aside) => {
    await copyInto(from, aside);
    using copy = new DatabaseSync(aside);
    // Freed pages keep what was in them unless told otherwise.
    copy.exec('pragma secure_delete = on');
    for (const table of secretTables) copy.exec(`delete from ${table}`);
  });
}

/** @throws {StoreFailure} if there is a file of that name */
export function refuseExisting(path: string): void {
  if (!existsSync(path)) return;
  throw new StoreFailure(
    `file "${path.slice(0, 80)}" exists already and is not overwritten; choose another name`,
  );
}

/**
 * Makes a file under another name in the same folder, and renames it when `make` is done and all of
 * it is on the disk. Nothing stays behind when `make` fails.
 */
export async function makeAside(
  path: string,
  make: (aside: string) => Promise<void>,
): Promise<void> {
  const aside = `${path}.part`;
  rmSync(aside, { force: true });
  makePrivateFile(aside);
  try {
    await make(aside);
    syncToDisk(aside);
    renameSync(aside, path);
    syncToDisk(dirname(path));
  } finally {
    for (const left of [aside, ...besideFiles(aside)]) rmSync(left, { force: true });
  }
}

/** A file or a folder. */
function syncToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The copy is one file, without a log beside it, and its rows hold all that its ledger does. */
async function copyInto(from: DatabaseSync, to: string): Promise<void> {
  await backup(from, to, { rate: pagesPerStep });
  using copy = new DatabaseSync(to);
  copy.exec('pragma journal_mode = delete');
  catchUp(copy);
}
