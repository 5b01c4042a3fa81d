import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { achievementId, type Xuid, xuid } from '@laurel/domain';
import { sampleTitle } from '@laurel/domain/sample-title';
import {
  alice,
  granting,
  noon,
  otherScid,
  reporting,
  sampleKey,
} from '../contract/sample-decisions.ts';
import { besideFiles } from './database-file.ts';
import { unpackLateWrites } from './ledger.ts';
import { openSqliteStore, type SqliteStore } from './open-sqlite-store.ts';
import { restoreSqlite } from './restore.ts';
import { newSqlitePlace, type SqlitePlace } from './sqlite-place.ts';
import { backupSqlite, verifySqlite } from './stored-file.ts';

const program = fileURLToPath(new URL('./kill-trial.ts', import.meta.url));
const { scid: trialScid } = sampleTitle();
const key = sampleKey();
const players = Array.from({ length: 30 }, (_, n) => xuid(String(n + 1)));

/** Raises an achievement of every player, one percent at a time. */
async function play(store: SqliteStore, { to }: { to: number }): Promise<void> {
  for (let percent = 1; percent <= to; percent += 1) {
    await Promise.all(
      players.map((one) =>
        store.records.advance(sampleKey({ xuid: one }), reporting({ 2: percent })),
      ),
    );
  }
}

/** The files as they are: what a kill leaves. */
function killedCopy({ path, freePath }: SqlitePlace): string {
  const copy = freePath();
  copyFileSync(path, copy);
  for (const [at, beside] of besideFiles(path).entries()) {
    copyFileSync(beside, besideFiles(copy)[at] ?? '');
  }
  return copy;
}

/** Kills a process that reports, a while after it began. @returns what it had been answered */
async function killedTrial(path: string, seed: number): Promise<readonly [string, number][]> {
  const child = spawn(process.execPath, [program, path, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  await once(child.stdout, 'data');
  await setTimeout(20 + ((seed * 67) % 200));
  child.kill('SIGKILL');
  await once(child, 'close');
  return lines.map((line) => {
    const [player = '', version = ''] = line.split(' ');
    return [player, Number(version)];
  });
}

/** The versions that rows have, whatever the ledger has. */
function rowVersions(path: string): readonly number[] {
  using database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare('select version from records order by xuid').all();
  return rows.map(({ version }) => Number(version));
}

async function percentOf(store: SqliteStore, one: Xuid): Promise<number | undefined> {
  const stored = await store.records.read(sampleKey({ xuid: one }));
  return stored?.record.progress.get(achievementId('2'))?.percent;
}

const each = (version: number) => players.map(() => version);

describe('rows that are late', () => {
  test('are as the ledger has them after a kill', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await play(store, { to: 40 });
    const copy = killedCopy(place);
    assert.deepEqual(rowVersions(copy), each(1));
    assert.deepEqual(verifySqlite(copy), []);
    {
      await using again = await openSqliteStore({ path: copy });
      assert.deepEqual(rowVersions(copy), each(40));
      for (const one of players) assert.equal(await percentOf(again, one), 40);
      await play(again, { to: 41 });
    }
    assert.deepEqual(verifySqlite(copy), []);
  });

  test('lose nothing that was answered when a kill meets them, whatever they are at', async () => {
    await using place = await newSqlitePlace();
    const answered = new Map<string, number>();
    for (let seed = 1; seed <= 12; seed += 1) {
      for (const [player, version] of await killedTrial(place.path, seed)) {
        answered.set(player, Math.max(version, answered.get(player) ?? 0));
      }
      assert.deepEqual(verifySqlite(place.path), [], `after ${seed} kills`);
    }
    assert.ok(answered.size > 200);
    await using store = await openSqliteStore({ path: place.path });
    for (const [player, version] of answered) {
      const stored = await store.records.read(sampleKey({ xuid: xuid(player), scid: trialScid }));
      assert.ok(
        (stored?.version ?? 0) >= version,
        `${player} has ${stored?.version} of ${version}`,
      );
    }
    assert.deepEqual(await store.verify(), []);
  });

  test('follow what else is written of their record', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await play(store, { to: 5 });
    const one = sampleKey({ xuid: xuid('1') });
    await store.records.advance(one, granting('3'));
    await store.records.advance(one, reporting({ 2: 6 }));
    const copy = killedCopy(place);
    assert.equal(rowVersions(copy)[0], 6);
    await using again = await openSqliteStore({ path: copy });
    const stored = await again.records.read(one);
    assert.equal(stored?.version, 7);
    assert.deepEqual(stored?.totals, { earned: 1, gamerscore: 30, lastUnlock: noon });
    assert.deepEqual(await again.verify(), []);
  });

  test('of a schema before late writes stood together are brought along, by a backup too', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await play(store, { to: 9 });
    const [copy, backup, restored] = [killedCopy(place), place.freePath(), place.freePath()];
    {
      using database = new DatabaseSync(copy);
      unpackLateWrites(database, 'main');
      database.exec('drop table late_writes; delete from schema_migrations where version >= 5');
    }
    await backupSqlite({ from: copy, to: backup });
    await restoreSqlite({ from: backup, to: restored });
    for (const path of [copy, restored]) {
      assert.deepEqual(rowVersions(path), each(1));
      await using again = await openSqliteStore({ path });
      assert.deepEqual(rowVersions(path), each(9));
      assert.deepEqual(await again.verify(), []);
    }
  });

  test('are written before a database is closed', async () => {
    await using place = await newSqlitePlace();
    {
      await using store = await place.open();
      await play(store, { to: 7 });
      assert.deepEqual(rowVersions(place.path), each(1));
    }
    assert.deepEqual(rowVersions(place.path), each(7));
    assert.deepEqual(verifySqlite(place.path), []);
  });

  test('are written in each copy', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await play(store, { to: 9 });
    const [backup, other, snapshot] = [place.freePath(), place.freePath(), place.freePath()];
    await store.backup(backup);
    await backupSqlite({ from: place.path, to: other });
    writeFileSync(snapshot, await store.snapshot());
    for (const path of [backup, other, snapshot]) {
      assert.deepEqual(rowVersions(path), each(9));
      assert.deepEqual(verifySqlite(path), []);
    }
    assert.deepEqual(rowVersions(place.path), each(1));
  });

  test("are not lost when one player's records are brought back", async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await play(store, { to: 10 });
    const before = await store.snapshot();
    await play(store, { to: 20 });
    assert.equal(await store.restore(before, players[3]), true);
    for (const one of players) {
      assert.equal(await percentOf(store, one), one === players[3] ? 10 : 20);
    }
    await play(store, { to: 21 });
    assert.deepEqual(await store.verify(), []);
  });

  test('are read as they are, whatever is asked', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await store.records.advance(key, reporting({ 1: 10 }));
    await store.records.advance(sampleKey({ scid: otherScid }), reporting({ 1: 10 }));
    await store.records.advance(key, reporting({ 1: 20 }));
    const of = { sandbox: key.sandbox, xuid: alice };
    const all = await store.records.ofPlayer(of);
    assert.deepEqual(
      all.map(({ version }) => version),
      [2, 1],
    );
    const facts = await store.facts.ofPlayer(of, { before: null, limit: 10 });
    assert.deepEqual(
      facts.map(({ percent }) => percent),
      [20, 10, 10],
    );
    assert.deepEqual(await store.verify(), []);
  });

  test('that can no longer be worked out are named, and the server starts', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await play(store, { to: 4 });
    const copy = killedCopy(place);
    {
      using database = new DatabaseSync(copy);
      unpackLateWrites(database, 'main');
      database.exec(`update facts set body = x'0100ff' where xuid = '5' and record_version = 3`);
    }
    const named = /record of player 5 .*facts are damaged|number of writes in the ledger/;
    assert.match(verifySqlite(copy).join('\n'), named);
    await using again = await openSqliteStore({ path: copy });
    assert.equal(await percentOf(again, xuid('5')), 2);
    assert.equal(await percentOf(again, xuid('6')), 4);
    assert.match((await again.verify()).join('\n'), named);
  });
});
