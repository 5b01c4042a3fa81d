import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { instant } from '@laurel/domain';
import { StoreFailure } from '../store.ts';
import { knownMigrations, type Migration, migrate, schemaVersion } from './migrate.ts';
import { newSqlitePlace } from './sqlite-place.ts';

const golden = new URL('./schema.golden.sql', import.meta.url);
const noon = instant('2026-03-01T12:00:00Z');

/** Set to write the golden file anew. */
const renews = process.env.LAUREL_RENEW_GOLDEN !== undefined;

function schemaText(database: DatabaseSync): string {
  const rows = database
    .prepare(`select sql from sqlite_schema where sql is not null order by type desc, name`)
    .all();
  return rows.map(({ sql }) => `${sql};\n`).join('\n');
}

function migrated(migrations: readonly Migration[], database = new DatabaseSync(':memory:')) {
  migrate(database, { migrations, now: noon });
  return database;
}

describe('migrations', () => {
  test('lead to the golden schema', () => {
    using database = migrated(knownMigrations());
    const found = schemaText(database);
    if (renews) writeFileSync(golden, found);
    assert.equal(
      found,
      readFileSync(golden, 'utf8'),
      'the schema is not the golden one; if that is meant, add a migration, write the file anew ' +
        'with LAUREL_RENEW_GOLDEN=1 node_modules/.bin/node --test FILE, FILE being this test, and ' +
        'read the difference',
    );
  });

  test('are numbered from 1 without a gap', () => {
    const versions = knownMigrations().map(({ version }) => version);
    assert.deepEqual(
      versions,
      versions.map((_, index) => index + 1),
    );
  });

  test('are each done once, and remembered with their moment', () => {
    using database = migrated(knownMigrations());
    migrate(database, { migrations: knownMigrations(), now: instant('2027-01-01T00:00:00Z') });
    const rows = database.prepare('select version, applied_at from schema_migrations').all();
    assert.equal(rows.length, knownMigrations().length);
    for (const row of rows) assert.equal(row.applied_at, noon);
  });

  for (const { version, name } of knownMigrations()) {
    test(`go on from version ${version} (${name}) to the same schema`, () => {
      using database = migrated(knownMigrations().slice(0, version));
      assert.equal(schemaVersion(database), version);
      migrated(knownMigrations(), database);
      using anew = migrated(knownMigrations());
      assert.equal(schemaText(database), schemaText(anew));
    });
  }

  test('give each record that is there a number of its own, and keep what it holds', () => {
    using database = migrated(knownMigrations().slice(0, 2));
    const put = database.prepare('insert into records values (?, ?, 4, 1, 10, ?, ?, ?)');
    put.run('7', 1, noon, 9, Buffer.of(1, 9));
    put.run('7', 2, noon, 11, Buffer.of(1, 11));
    put.run('8', 1, noon, 5, Buffer.of(1, 5));
    const read = 'select * from records order by xuid, place';
    const before = database.prepare(read).all();
    migrated(knownMigrations(), database);
    const after = database.prepare(read).all();
    assert.deepEqual(
      after.map(({ id }) => id),
      [9, 11, 5],
    );
    assert.deepEqual(
      after.map(({ id, ...held }) => held),
      before.map((row) => ({ ...row })),
    );
  });

  test('leave the database as it was before the one that fails', () => {
    const good: Migration = { version: 1, name: '0001-good', sql: 'create table one (a text)' };
    const bad: Migration = {
      version: 2,
      name: '0002-bad',
      sql: 'create table two (a text); insert into nowhere values (1)',
    };
    using database = new DatabaseSync(':memory:');
    assert.throws(
      () => migrated([good, bad], database),
      (thrown) =>
        thrown instanceof StoreFailure && /"0002-bad" failed: .*nowhere/.test(thrown.message),
    );
    assert.equal(schemaVersion(database), 1);
    assert.doesNotMatch(schemaText(database), /two/);
    migrated([good, { ...bad, sql: 'create table two (a text)' }], database);
    assert.equal(schemaVersion(database), 2);
  });

  test('refuse a database of a later server, and leave it as it is', async () => {
    await using place = await newSqlitePlace();
    await (await place.open())[Symbol.asyncDispose]();
    {
      using database = new DatabaseSync(place.path);
      database.exec(`insert into schema_migrations values (9999, '9999-later', '${noon}')`);
    }
    const newest = knownMigrations().length;
    await assert.rejects(place.open(), {
      name: 'StoreFailure',
      message: `database schema 9999 is newer than this server understands (up to ${newest}); upgrade the server or restore a backup`,
    });
    using database = new DatabaseSync(place.path);
    assert.equal(schemaVersion(database), 9999);
  });

  test('refuse the database of another program by name', async () => {
    await using place = await newSqlitePlace();
    {
      using database = new DatabaseSync(place.path);
      database.exec('create table records (mine text)');
    }
    await assert.rejects(place.open(), /migration "0001-first-tables" failed: .*records/);
  });

  test('refuse a file that is no database', async () => {
    await using place = await newSqlitePlace();
    writeFileSync(
      place.path,
      'no database at all, but long enough to be taken for one '.repeat(99),
    );
    await assert.rejects(place.open(), /cannot be opened: file is not a database/);
  });
});
