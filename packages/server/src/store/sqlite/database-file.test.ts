import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { openDatabase, type Purpose } from './database-file.ts';
import { newSqlitePlace } from './sqlite-place.ts';

/** As SQLite names it in numbers: every commit waits until the log is on the disk. */
const full = 2;

describe('a connection', () => {
  for (const purpose of ['write', 'survey'] as const satisfies readonly Purpose[]) {
    test(`for the purpose "${purpose}" logs ahead, syncs each commit and leaves the log to others`, async () => {
      await using place = await newSqlitePlace();
      using database = openDatabase(place.path, purpose);
      const pragma = (name: string) =>
        Object.values(database.prepare(`pragma ${name}`).get() ?? {});
      assert.deepEqual(pragma('journal_mode'), ['wal']);
      assert.deepEqual(pragma('synchronous'), [full]);
      assert.deepEqual(pragma('wal_autocheckpoint'), [0]);
    });
  }

  test('that only reads can change nothing', async () => {
    await using place = await newSqlitePlace();
    await (await place.open())[Symbol.asyncDispose]();
    using database = openDatabase(place.path, 'read');
    assert.throws(() => database.exec('delete from sandboxes'), /readonly/);
  });

  test('closed last leaves one file without a log', async () => {
    await using place = await newSqlitePlace();
    const store = await place.open();
    await store.ping();
    await store[Symbol.asyncDispose]();
    using database = new DatabaseSync(place.path);
    const state = database.prepare('pragma wal_checkpoint(noop)').get();
    assert.ok(Number(state?.log) <= 0, JSON.stringify(state));
  });
});
