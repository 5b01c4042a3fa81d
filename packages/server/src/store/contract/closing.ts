import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { achievementId, retail, xuid } from '@laurel/domain';
import { StoreFailure } from '../store.ts';
import { alice, noon, plain, reporting, revoking, sampleKey, title } from './sample-decisions.ts';
import type { NewPlace } from './store-place.ts';

const key = sampleKey();

/** What is there after a store was closed, and what is not taken any more. */
export function closingContract(newPlace: NewPlace): void {
  describe('closing', () => {
    test('what was accepted is finished when the store is closed', async () => {
      await using place = await newPlace();
      const store = await place.open();
      const players = Array.from({ length: 300 }, (_, n) => xuid(String(n + 1)));
      const accepted = players.map((one) =>
        store.records.advance(sampleKey({ xuid: one }), reporting({ 1: 100, 2: 50 })),
      );
      await store[Symbol.asyncDispose]();
      for (const { facts } of await Promise.all(accepted)) assert.equal(facts.length, 2);
      await using again = await place.open();
      assert.equal(await again.records.countPlayers({ sandbox: retail, scid: title.scid }), 300);
      assert.equal((await again.facts.after(0, 1000)).length, 600);
      assert.deepEqual(await again.verify(), []);
    });

    test('everything is there when the store is opened again', async () => {
      await using place = await newPlace();
      const store = await place.open();
      await store.records.advance(key, reporting({ 1: 100, 2: 40, finale: 100 }));
      const { record } = await store.records.advance(key, revoking('1'));
      await store.titles.addSandbox(retail);
      await store[Symbol.asyncDispose]();
      await using again = await place.open();
      const stored = await again.records.read(key);
      assert.deepEqual(stored && plain(stored.record), plain(record));
      assert.deepEqual(stored?.totals, { earned: 1, gamerscore: 50, lastUnlock: noon });
      assert.deepEqual([...record.revoked], [achievementId('1')]);
      assert.deepEqual(await again.titles.sandboxes(), [retail]);
      const found = await again.facts.ofPlayer(
        { sandbox: retail, xuid: alice },
        { before: null, limit: 10 },
      );
      assert.equal(found.length, 4);
    });

    test('a closed store takes nothing more, and says so', async () => {
      await using place = await newPlace();
      const store = await place.open();
      await store[Symbol.asyncDispose]();
      await assert.rejects(
        async () => store.records.advance(key, reporting({ 1: 1 })),
        StoreFailure,
      );
      await assert.rejects(store.titles.addSandbox(retail), StoreFailure);
      await assert.rejects(store.ping(), StoreFailure);
    });
  });
}
