import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { achievementId, type Xuid, xuid } from '@laurel/domain';
import { later, noon, plain, reporting, sampleKey } from '../contract/sample-decisions.ts';
import { StoreFailure } from '../store.ts';
import { knownMigrations, migrate } from './migrate.ts';
import { openSqliteStore, type SqliteStore } from './open-sqlite-store.ts';
import { restoreSqlite } from './restore.ts';
import { newSqlitePlace, type SqlitePlace } from './sqlite-place.ts';
import { backupSqlite, verifySqlite } from './stored-file.ts';

const key = sampleKey();
const players = Array.from({ length: 20 }, (_, n) => xuid(String(n + 1)));

/** Raises two achievements of every player together, once. */
async function playRound({ records }: SqliteStore, percent: number): Promise<void> {
  const decide = reporting({ 1: percent, 2: percent });
  await Promise.all(players.map((one) => records.advance(sampleKey({ xuid: one }), decide)));
}

/** Writes without a rest until it is stopped. */
function startWriting(store: SqliteStore): { answered: () => number; stop(): Promise<void> } {
  let [answered, isStopped] = [0, false];
  async function write(): Promise<void> {
    for (let percent = 1; !isStopped && percent <= 100; percent += 1) {
      await playRound(store, percent);
      answered = percent;
    }
  }
  const written = write();
  return {
    answered: () => answered,
    stop() {
      isStopped = true;
      return written;
    },
  };
}

async function percentsIn(path: string, one: Xuid): Promise<readonly number[]> {
  await using store = await openSqliteStore({ path });
  const stored = await store.records.read(sampleKey({ xuid: one }));
  return ['1', '2'].map((id) => stored?.record.progress.get(achievementId(id))?.percent ?? 0);
}

/** A database with one record, closed, and a backup of it. */
async function backedUp(): Promise<SqlitePlace & { readonly backup: string }> {
  const place = await newSqlitePlace();
  await using store = await place.open();
  await store.records.advance(key, reporting({ 1: 100 }));
  await store.secrets.addSigningKey({ id: 'one', jwk: '{}', createdAt: noon });
  const backup = place.freePath();
  await store.backup(backup);
  await store.records.advance(key, reporting({ 2: 100 }, later));
  return { ...place, backup };
}

function refusedAs(message: RegExp): (thrown: unknown) => boolean {
  return (thrown) => thrown instanceof StoreFailure && message.test(thrown.message);
}

describe('a backup made while others write', () => {
  const ways = [
    ['by the server', (store: SqliteStore, to: string, _: string) => store.backup(to)],
    ['by another', (_: SqliteStore, to: string, from: string) => backupSqlite({ from, to })],
  ] as const;
  for (const [who, make] of ways) {
    test(`${who} holds one moment: all that was answered before it, nothing by half`, async () => {
      await using place = await newSqlitePlace();
      await using store = await place.open();
      await playRound(store, 1);
      const writing = startWriting(store);
      const copies: { path: string; answered: number }[] = [];
      for (let times = 0; times < 3; times += 1) {
        await store.ping();
        const [path, answered] = [place.freePath(), writing.answered()];
        await make(store, path, place.path);
        copies.push({ path, answered });
      }
      await writing.stop();
      for (const { path, answered } of copies) {
        assert.deepEqual(verifySqlite(path), []);
        for (const one of players.slice(0, 3)) {
          const [first = 0, second] = await percentsIn(path, one);
          assert.equal(first, second);
          assert.ok(first >= Math.max(1, answered), `${first} of ${answered}`);
        }
      }
    });
  }

  test('leaves one file that its owner alone can read', async () => {
    await using place = await backedUp();
    assert.equal(statSync(place.backup).mode & 0o777, 0o600);
    for (const ending of ['-wal', '-shm', '.part']) {
      assert.equal(existsSync(`${place.backup}${ending}`), false, ending);
    }
  });

  test('of a database that is not there is refused', async () => {
    await using place = await newSqlitePlace();
    const made = backupSqlite({ from: place.path, to: place.freePath() });
    await assert.rejects(made, refusedAs(/there is no database/));
  });
});

describe('a backup that is restored', () => {
  test('brings back everything as it was, secrets too', async () => {
    await using place = await backedUp();
    await restoreSqlite({ from: place.backup, to: place.path, overwrite: true });
    await using store = await place.open();
    const stored = await store.records.read(key);
    assert.deepEqual(stored && (plain(stored.record) as { progress: unknown }).progress, [
      ['1', { state: 'Achieved', percent: 100, unlockedAt: noon }],
    ]);
    assert.equal((await store.secrets.signingKeys()).length, 1);
    assert.deepEqual(await store.verify(), []);
  });

  test('takes the place of a database that is damaged', async () => {
    await using place = await backedUp();
    writeFileSync(place.path, 'damaged beyond all recognition'.repeat(1000));
    await restoreSqlite({ from: place.backup, to: place.path, overwrite: true });
    assert.deepEqual(verifySqlite(place.path), []);
  });

  test('may be put where nothing is, and used there', async () => {
    await using place = await backedUp();
    const to = place.freePath();
    await restoreSqlite({ from: place.backup, to });
    await using store = await openSqliteStore({ path: to });
    assert.equal((await store.records.read(key))?.totals.earned, 1);
  });

  test('is refused where a database is, unless it may be replaced', async () => {
    await using place = await backedUp();
    const restored = restoreSqlite({ from: place.backup, to: place.path });
    await assert.rejects(restored, refusedAs(/exists already/));
    await using store = await place.open();
    assert.equal((await store.records.read(key))?.totals.earned, 2);
  });

  for (const { version, name } of knownMigrations()) {
    test(`may be one that a server of schema ${version} (${name}) made`, async () => {
      await using place = await newSqlitePlace();
      const from = place.freePath();
      {
        using database = new DatabaseSync(from);
        migrate(database, { migrations: knownMigrations().slice(0, version), now: noon });
        database.exec(`insert into sandboxes values ('ACME.7')`);
        const isOld = version < knownMigrations().length;
        if (isOld) assert.throws(() => verifySqlite(from), refusedAs(/is older than this server/));
      }
      await restoreSqlite({ from, to: place.path });
      assert.deepEqual(verifySqlite(place.path), []);
      await using store = await place.open();
      assert.deepEqual(await store.titles.sandboxes(), ['ACME.7']);
    });
  }

  test('is refused where a server runs', async () => {
    await using place = await backedUp();
    await using store = await place.open();
    const restored = restoreSqlite({ from: place.backup, to: place.path, overwrite: true });
    await assert.rejects(restored, refusedAs(/in use by another process/));
    assert.equal((await store.records.read(key))?.totals.earned, 2);
  });

  const bad: readonly (readonly [string, RegExp, (place: SqlitePlace) => string])[] = [
    ['a file that is not there', /does not exist/, (place) => place.freePath()],
    [
      "a database of another program's",
      /is not restored: it is another program's/,
      (place) => {
        const path = place.freePath();
        using database = new DatabaseSync(path);
        database.exec('create table records (mine text)');
        return path;
      },
    ],
    [
      'a file that is no database',
      /is not restored: file is not a database/,
      (place) => {
        const path = place.freePath();
        writeFileSync(path, 'no database'.repeat(1000));
        return path;
      },
    ],
  ];
  for (const [what, message, make] of bad) {
    test(`is refused when it is ${what}, and the database stays`, async () => {
      await using place = await backedUp();
      const from = make(place);
      const restored = restoreSqlite({ from, to: place.path, overwrite: true });
      await assert.rejects(restored, refusedAs(message));
      await using store = await place.open();
      assert.equal((await store.records.read(key))?.totals.earned, 2);
    });
  }

  test('is refused when it is a database in use, for its log is missing', async () => {
    await using place = await backedUp();
    await using store = await place.open();
    await store.records.advance(key, reporting({ 3: 100 }));
    const restored = restoreSqlite({ from: place.path, to: place.freePath() });
    await assert.rejects(restored, refusedAs(/is a database and no backup/));
  });
});
