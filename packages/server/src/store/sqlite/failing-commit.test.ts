import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type PlayerRecord, type Totals, xuid } from '@laurel/domain';
import { bob, type Decide, noon, reporting, sampleKey } from '../contract/sample-decisions.ts';
import { StoreFailure, type Verdict } from '../store.ts';
import { newSqlitePlace } from './sqlite-place.ts';
import { queuedUnitsMax, unitsPerGroupMax } from './write-queue.ts';

const key = sampleKey();

/** Decides what no column takes: half an achievement. */
function impossible(decide: Decide): Decide {
  return (before: PlayerRecord | undefined, totals: Totals): Verdict => {
    const verdict = decide(before, totals);
    return { ...verdict, totals: { ...verdict.totals, earned: 0.5 } };
  };
}

function isFailure(thrown: unknown): boolean {
  return thrown instanceof StoreFailure && /could not be written/.test(thrown.message);
}

describe('a write that the database does not take', () => {
  test('fails, and leaves nothing', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await assert.rejects(
      async () => store.records.advance(key, impossible(reporting({ 1: 50 }))),
      isFailure,
    );
    assert.equal(await store.records.read(key), undefined);
    assert.deepEqual(await store.facts.after(0, 10), []);
  });

  test('fails alone among those that share its commit', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    const players = Array.from({ length: 50 }, (_, n) => sampleKey({ xuid: xuid(String(n + 1)) }));
    const settled = await Promise.allSettled(
      players.map((one, index) => {
        const decide = reporting({ 1: 50, 2: 100 });
        return store.records.advance(one, index === 20 ? impossible(decide) : decide);
      }),
    );
    const failed = settled.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    assert.deepEqual(failed, [20]);
    assert.equal((await store.facts.after(0, 1000)).length, 98);
    assert.deepEqual(await store.verify(), []);
  });

  test('takes nothing with it that was decided on the record before it', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    const settled = await Promise.allSettled([
      store.records.advance(key, reporting({ 1: 10 })),
      store.records.advance(key, impossible(reporting({ 1: 20 }))),
      store.records.advance(key, reporting({ 2: 30 })),
      store.records.advance(key, reporting({ 1: 20, 3: 40 })),
      store.records.advance(key, reporting({ 2: 30 })),
    ]);
    const states = settled.map(({ status }) => status === 'fulfilled');
    assert.deepEqual(states.slice(0, 2), [true, false]);
    const stored = await store.records.read(key);
    assert.deepEqual(
      [...(stored?.record.progress ?? [])].map(([id, { percent }]) => [id, percent]),
      [
        ['1', 20],
        ['2', 30],
        ['3', 40],
      ],
    );
    assert.deepEqual(states.slice(2), [true, true, true]);
    assert.equal(stored?.lastPlayedAt, noon);
    assert.deepEqual(await store.verify(), []);
  });
});

describe('a write that waits behind one that fails', () => {
  test('is decided anew, and nothing is left of what it was decided on', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    await store.records.advance(key, reporting({ 1: 10 }));
    const failing = store.records.advance(key, impossible(reporting({ 1: 20 })));
    const failed = assert.rejects(async () => failing, isFailure);
    while (store.statistics().queuedUnits > 0) await setImmediate();
    const behind = [30, 40].map((percent) => store.records.advance(key, reporting({ 2: percent })));
    const other = store.records.advance(sampleKey({ xuid: bob }), reporting({ 2: 50 }));
    await failed;
    const versions = (await Promise.all([...behind, other])).map(({ version }) => version);
    assert.deepEqual(versions, [2, 3, 1]);
    const stored = await store.records.read(key);
    assert.deepEqual(
      [...(stored?.record.progress ?? [])].map(([id, { percent }]) => [id, percent]),
      [
        ['1', 10],
        ['2', 40],
      ],
    );
    assert.deepEqual(await store.verify(), []);
  });
});

describe('a queue that is full', () => {
  test('refuses what is too much, and keeps what it took', async () => {
    await using place = await newSqlitePlace();
    await using store = await place.open();
    const count = queuedUnitsMax + unitsPerGroupMax + 500;
    const settled = await Promise.allSettled(
      Array.from({ length: count }, (_, n) =>
        store.records.advance(sampleKey({ xuid: xuid(String(n + 1)) }), reporting({ 1: 1 })),
      ),
    );
    const refused = settled.filter(({ status }) => status === 'rejected');
    // A first group has left for the writer, and does not wait any more.
    const taken = count - refused.length;
    assert.ok(taken >= queuedUnitsMax && taken <= queuedUnitsMax + unitsPerGroupMax);
    assert.notEqual(refused.length, 0);
    for (const { reason } of refused as PromiseRejectedResult[]) {
      assert.match(String(reason), /too much waits to be written: .*; try again later/);
    }
    assert.equal(await store.records.countPlayers(key), taken);
    assert.deepEqual(await store.verify(), []);
    await store.records.advance(sampleKey({ xuid: xuid(String(count)) }), reporting({ 1: 1 }));
  });
});
