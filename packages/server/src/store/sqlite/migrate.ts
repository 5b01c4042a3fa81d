import { readdirSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '@laurel/domain';
import { StoreFailure } from '../store.ts';
import { failureOf } from './failure.ts';
import { inTransaction } from './transaction.ts';

/** One step of the schema; there is no way back. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string };

const fileForm = /^([0-9]{4})-[a-z0-9-]+\.sql$/;

/** The migrations this server knows, in order, from the files beside this one. */
export function knownMigrations(): readonly Migration[] {
  const folder = new URL('./migrations/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => fileForm.test(file))
    .sort()
    .map((file) => ({
      version: Number(file.slice(0, 4)),
      name: file.slice(0, -'.sql'.length),
      sql: readFileSync(new URL(file, folder), 'utf8'),
    }));
}

/**
 * Brings a database to the newest schema, each migration in a transaction of its own, its row
 * first, so that of two that try one waits and then finds it done.
 *
 * @throws {StoreFailure} if the database is newer than this server, or a migration fails; it is
 *   then as it was before that migration
 */
export function migrate(
  database: DatabaseSync,
  { migrations, now }: { migrations: readonly Migration[]; now: Instant },
): void {
  const newest = migrations.at(-1)?.version ?? 0;
  refuseNewer(database, newest);
  database.exec(`
    create table if not exists schema_migrations (
      version integer not null primary key,
      name text not null,
      applied_at text not null
    ) strict`);
  for (const migration of migrations) {
    try {
      inTransaction(database, () => apply(database, migration, now));
    } catch (cause) {
      throw failureOf(`migration "${migration.name}" failed`, cause);
    }
  }
}

/** @returns the highest migration in the database, 0 for a new one */
export function schemaVersion(database: DatabaseSync): number {
  const isKnown = database
    .prepare(`select 1 from sqlite_schema where name = 'schema_migrations'`)
    .get();
  if (isKnown === undefined) return 0;
  const row = database.prepare('select max(version) as version from schema_migrations').get();
  return Number(row?.version ?? 0);
}

/** @throws {StoreFailure} if the database was made by a later server */
export function refuseNewer(database: DatabaseSync, newest: number): void {
  const version = schemaVersion(database);
  if (version <= newest) return;
  throw new StoreFailure(
    `database schema ${version} is newer than this server understands (up to ${newest}); upgrade the server or restore a backup`,
  );
}

function apply(database: DatabaseSync, { version, name, sql }: Migration, now: Instant): void {
  const row = database
    .prepare(
      `insert into schema_migrations (version, name, applied_at) values (?, ?, ?)
       on conflict do nothing`,
    )
    .run(version, name, now);
  if (row.changes === 1) database.exec(sql);
}
