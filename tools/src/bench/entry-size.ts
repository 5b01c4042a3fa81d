import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseName } from '@laurel/server';
import type { SeededWorld } from './seed.ts';

/** What a world takes on the disk, in bytes. */
export type EntrySize = {
  /** The pages of the records and whatever leads to them. */
  readonly recordBytes: number;
  /** The whole database, its log with it. */
  readonly allBytes: number;
};

/** Asks SQLite which pages are whose. Nobody may serve the world meanwhile. */
export function entrySize({ data }: SeededWorld): EntrySize {
  const path = join(data, databaseName);
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const row = database
      .prepare(
        `select sum(pgsize) as bytes from dbstat
          where aggregate = true and name in (select name from sqlite_schema where tbl_name = 'records')`,
      )
      .get();
    const log = `${path}-wal`;
    const logBytes = existsSync(log) ? statSync(log).size : 0;
    return { recordBytes: Number(row?.bytes ?? 0), allBytes: statSync(path).size + logBytes };
  } finally {
    database.close();
  }
}
