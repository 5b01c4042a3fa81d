import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import { achievementId, retail } from '@laurel/domain';
import { type RecordKey, type Store, StoreFailure } from '../store.ts';
import {
  alice,
  bob,
  later,
  noon,
  plain,
  reporting,
  revoking,
  sampleKey,
  title,
} from './sample-decisions.ts';
import type { NewPlace, StorePlace } from './store-place.ts';

const key = sampleKey();
const secretText = '{"d":"what nobody else may know"}';

/** What is done to the store as a whole. */
export function upkeepContract(newPlace: NewPlace): void {
  describe('upkeep', () => {
    let place: StorePlace;
    let store: Store;

    before(async () => {
      place = await newPlace();
      store = await place.open();
      await store.secrets.addSigningKey({ id: 'one', jwk: secretText, createdAt: noon });
    });

    beforeEach(async () => {
      await store.clear();
      await store.records.advance(key, reporting({ 1: 100, 2: 40 }));
      await store.titles.addSandbox(retail);
    });

    after(async () => {
      await store[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    });

    testBackup(
      () => store,
      () => place.freePath(),
    );
    testSnapshots(() => store);
    testClearing(() => store);
    testOtherSnapshots(newPlace);

    test('a store that holds what was written to it is found whole', async () => {
      await store.records.advance(key, revoking('1'));
      assert.deepEqual(await store.verify(), []);
    });

    test('a store that reads and writes answers when it is asked', async () => {
      await store.ping();
      assert.deepEqual(await store.verify(), []);
    });
  });
}

function testBackup(store: () => Store, freePath: () => string): void {
  test('a backup appears at the path it was asked for, readable by its owner only', async () => {
    const path = freePath();
    await store().backup(path);
    assert.ok(statSync(path).size > 0);
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  test('a backup does not overwrite what is there', async () => {
    const path = freePath();
    writeFileSync(path, 'mine');
    await assert.rejects(store().backup(path), StoreFailure);
    assert.equal(statSync(path).size, 4);
  });

  test('a backup to where no file can be made fails, and leaves none', async () => {
    const path = `${freePath()}/not-there/backup`;
    await assert.rejects(store().backup(path), StoreFailure);
    assert.equal(existsSync(path), false);
  });
}

function testSnapshots(store: () => Store): void {
  test('a snapshot brings back everything as it was', async () => {
    const { records, facts, titles } = store();
    const before = await records.read(key);
    const snapshot = await store().snapshot();
    await records.advance(key, reporting({ 2: 90, 3: 100 }));
    await titles.addSandbox(title.scid as unknown as typeof retail);
    assert.equal(await store().restore(snapshot), true);
    const restored = await records.read(key);
    assert.deepEqual(restored && plain(restored.record), before && plain(before.record));
    assert.equal(restored?.version, 1);
    assert.equal((await facts.after(0, 10)).length, 2);
    assert.deepEqual(await titles.sandboxes(), [retail]);
    assert.deepEqual(await store().verify(), []);
  });

  test('an advance goes on from what a snapshot brought back', async () => {
    const { records } = store();
    const snapshot = await store().snapshot();
    await records.advance(key, reporting({ 2: 90 }));
    await store().restore(snapshot);
    const advanced = await records.advance(key, reporting({ 2: 50 }, later));
    assert.equal(advanced.version, 2);
    assert.equal((await records.read(key))?.totals.gamerscore, 10);
    assert.deepEqual(await store().verify(), []);
  });

  test('a snapshot holds no secret, and restoring it leaves the secrets', async () => {
    const snapshot = await store().snapshot();
    assert.equal(Buffer.from(snapshot).includes('nobody else may know'), false);
    await store().secrets.addSigningKey({ id: 'two', jwk: '{}', createdAt: later });
    await store().restore(snapshot);
    const ids = (await store().secrets.signingKeys()).map(({ id }) => id);
    assert.deepEqual(ids, ['two', 'one']);
  });

  const noSnapshots = [
    ['nothing', () => new Uint8Array(0)],
    ['text', () => Buffer.from('no snapshot at all')],
    ['the first half of a snapshot', (whole: Uint8Array) => whole.slice(0, whole.length / 2)],
  ] as const;
  for (const [what, make] of noSnapshots) {
    test(`${what} is no snapshot, and changes nothing`, async () => {
      const bytes = make(await store().snapshot());
      const before = await store().records.read(key);
      assert.equal(await store().restore(bytes), false);
      assert.equal((await store().records.read(key))?.version, before?.version);
      assert.deepEqual(await store().verify(), []);
    });
  }
}

function testClearing(store: () => Store): void {
  test('after clearing nothing is remembered but the secrets', async () => {
    const { records, facts, titles, secrets } = store();
    await store().clear();
    assert.equal(await records.read(key), undefined);
    assert.deepEqual(await records.ofPlayer({ sandbox: retail, xuid: alice }), []);
    assert.deepEqual(await facts.after(0, 10), []);
    assert.deepEqual(await titles.sandboxes(), []);
    const ids = (await secrets.signingKeys()).map(({ id }) => id);
    assert.ok(ids.includes('one'));
  });

  test('advances made while everything is cleared leave records that match their facts', async () => {
    const { records } = store();
    const pending: unknown[] = [];
    for (let round = 1; round <= 60; round += 1) {
      pending.push(records.advance(key, reporting({ 1: round, 3: round + 20 })));
      if (round % 10 === 3) pending.push(store().clear());
      // One turn more each time, so that some are decided while clearing is on its way.
      for (let turns = round % 10; turns > 0; turns -= 1) await Promise.resolve();
    }
    await Promise.all(pending);
    assert.deepEqual(await store().verify(), []);
    await records.advance(key, reporting({ 1: 99 }));
    assert.equal((await records.read(key))?.record.progress.get('1' as never)?.percent, 99);
  });
}

/** Their first records are as alike as those of two players can be. */
function testOtherSnapshots(newPlace: NewPlace): void {
  test("what is written while another store's snapshot comes in reaches nobody else", async () => {
    await using place = await newPlace();
    await using store = await place.open();
    const ofAlice = await snapshotOfOne(newPlace, sampleKey());
    const ofBob = await snapshotOfOne(newPlace, sampleKey({ xuid: bob }));
    for (let turns = 0; turns < 40; turns += 1) {
      await store.restore(ofAlice);
      const restored = store.restore(ofBob);
      for (let left = turns; left > 0; left -= 1) await new Promise(setImmediate);
      await Promise.all([restored, store.records.advance(sampleKey(), reporting({ 1: 90 }))]);
      const { record } = (await store.records.read(sampleKey({ xuid: bob }))) ?? {};
      assert.equal(record?.progress.get(achievementId('1'))?.percent, 30, `after ${turns} turns`);
      assert.deepEqual(await store.verify(), []);
    }
  });
}

async function snapshotOfOne(newPlace: NewPlace, of: RecordKey): Promise<Uint8Array> {
  await using place = await newPlace();
  await using store = await place.open();
  await store.records.advance(of, reporting({ 1: 30 }));
  return await store.snapshot();
}
