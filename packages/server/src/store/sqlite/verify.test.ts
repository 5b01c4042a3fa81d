import assert from 'node:assert/strict';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { achievementId, type Progress } from '@laurel/domain';
import {
  bob,
  granting,
  later,
  noon,
  reporting,
  resetting,
  revoking,
  sampleKey,
} from '../contract/sample-decisions.ts';
import { decodePlayerRecord, encodePlayerRecord } from '../player-record-bytes.ts';
import { newSqlitePlace, type SqlitePlace } from './sqlite-place.ts';
import { verifySqlite } from './stored-file.ts';

const key = sampleKey();

/** A closed database in which much has happened. */
async function playedPlace(): Promise<SqlitePlace> {
  const place = await newSqlitePlace();
  await using store = await place.open();
  const decisions = [
    reporting({ 1: 100, 2: 40 }),
    granting('3'),
    revoking('3', later),
    reporting({ 2: 60 }),
  ];
  for (const decide of decisions) await store.records.advance(key, decide);
  for (const decide of [reporting({ 1: 100, finale: 100 }), resetting(), reporting({ 2: 5 })]) {
    await store.records.advance(sampleKey({ xuid: bob }), decide);
  }
  return place;
}

function change(path: string, act: (database: DatabaseSync) => void): void {
  using database = new DatabaseSync(path);
  act(database);
}

/** Writes another progress of Alice's, or none, as if nobody would look. */
function tamper(path: string, id: string, other: Progress | null): void {
  change(path, (database) => {
    const row = database.prepare('select body from records where xuid = ?').get(key.xuid);
    const record = decodePlayerRecord(row?.body as Uint8Array);
    const progress = new Map(record.progress);
    if (other === null) progress.delete(achievementId(id));
    else progress.set(achievementId(id), other);
    const body = encodePlayerRecord({ ...record, progress });
    database.prepare('update records set body = ? where xuid = ?').run(body, key.xuid);
  });
}

const tampered: readonly (readonly [string, RegExp, (path: string) => void])[] = [
  [
    'a percent that no fact tells',
    /percent of achievement 2 is 99, but must be 60/,
    (path) => tamper(path, '2', { state: 'InProgress', percent: 99 }),
  ],
  [
    'an unlock time that was moved',
    /unlock time of achievement 1 is 2026-03-01T13.*, but must be 2026-03-01T12/,
    (path) => tamper(path, '1', { state: 'Achieved', percent: 100, unlockedAt: later }),
  ],
  [
    'an achievement that no fact unlocked',
    /earned is 1, but must be 2/,
    (path) => tamper(path, '70000', { state: 'Achieved', percent: 100, unlockedAt: noon }),
  ],
  [
    'an achievement in progress that no fact tells',
    /percent of achievement 70000 is 30, but must be 0/,
    (path) => tamper(path, '70000', { state: 'InProgress', percent: 30 }),
  ],
  [
    'an achievement that is gone',
    /percent of achievement 2 is 0, but must be 60/,
    (path) => tamper(path, '2', null),
  ],
  [
    'a count of what is earned',
    /earned is 7, but must be 1/,
    (path) =>
      change(path, (it) => it.exec(`update records set earned = 7 where xuid = ${key.xuid}`)),
  ],
  [
    'a version without its write',
    /the ledger has writes 1, 2, 3, 4, not up to 5/,
    (path) =>
      change(path, (it) => it.exec(`update records set version = 5 where xuid = ${key.xuid}`)),
  ],
  [
    'a last write that is gone',
    /the ledger has writes none, not up to/,
    (path) => change(path, (it) => it.exec('delete from late_writes')),
  ],
  [
    'a record that is gone',
    /number of writes in the ledger is 7, but must be 3/,
    (path) => change(path, (it) => it.exec(`delete from records where xuid = ${key.xuid}`)),
  ],
  [
    'a title and sandbox that are gone',
    /nobody knows its title and sandbox/,
    (path) => change(path, (it) => it.exec('delete from places')),
  ],
  [
    'bytes of a record that are damaged',
    /a player's record is damaged/,
    (path) => change(path, (it) => it.exec(`update records set body = x'01ff'`)),
  ],
  [
    'bytes of facts that are damaged',
    /facts are damaged/,
    (path) => change(path, (it) => it.exec(`update facts set body = x'0100ff'`)),
  ],
];

describe('verification', () => {
  test('finds nothing wrong where nothing is', async () => {
    await using place = await playedPlace();
    assert.deepEqual(verifySqlite(place.path), []);
  });

  for (const [what, line, act] of tampered) {
    test(`finds ${what}`, async () => {
      await using place = await playedPlace();
      act(place.path);
      const lines = verifySqlite(place.path);
      assert.match(lines.join('\n'), line);
    });
  }

  test('says that late writes are damaged', async () => {
    await using place = await playedPlace();
    change(place.path, (it) => it.exec(`update late_writes set body = x'0100ff'`));
    const damaged = /late writes are damaged/;
    assert.throws(() => verifySqlite(place.path), damaged);
    await assert.rejects(place.open(), damaged);
  });

  test('names the record that is wrong, and no other', async () => {
    await using place = await playedPlace();
    tamper(place.path, '2', { state: 'InProgress', percent: 61 });
    assert.deepEqual(verifySqlite(place.path), [
      `record of player ${key.xuid} in ${key.scid}, sandbox RETAIL: percent of achievement 2 is 61, but must be 60`,
    ]);
  });

  test('finds a page that was overwritten', async () => {
    await using place = await playedPlace();
    const middle = Math.floor(statSync(place.path).size / 2);
    const file = openSync(place.path, 'r+');
    writeSync(file, Buffer.alloc(8192, 0xee), 0, 8192, middle - (middle % 2048));
    closeSync(file);
    let found: unknown;
    try {
      found = verifySqlite(place.path);
    } catch (thrown) {
      found = thrown;
    }
    assert.notDeepEqual(found, []);
  });

  test('tells at most a hundred lines', async () => {
    await using place = await newSqlitePlace();
    {
      await using store = await place.open();
      const many = Array.from({ length: 150 }, (_, n) => sampleKey({ xuid: `${n + 1}` as never }));
      await Promise.all(many.map((one) => store.records.advance(one, reporting({ 1: 50 }))));
    }
    change(place.path, (it) => it.exec('update records set earned = 9'));
    assert.equal(verifySqlite(place.path).length, 100);
  });

  test('finds nothing wrong beside a server that writes', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    for (let times = 0; times < 5; times += 1) {
      const writing = Array.from({ length: 200 }, (_, round) => [
        store.records.advance(key, reporting({ 1: round, 2: (round * 7) % 101, 3: round % 90 })),
        ...(round % 50 === 0 ? [store.records.advance(key, resetting())] : []),
      ]);
      const found = store.verify();
      await Promise.all(writing.flat());
      assert.deepEqual(await found, []);
    }
  });
});
