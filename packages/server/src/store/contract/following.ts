import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Change, RecordChange, RecordStore, Store } from '../store.ts';
import { alice, bob, noon, plain, reporting, resetting, sampleKey } from './sample-decisions.ts';
import type { NewPlace, StorePlace } from './store-place.ts';

const key = sampleKey();

/** Who follows what is committed: `Store.follow`. */
export function followingContract(newPlace: NewPlace): void {
  describe('a follower', () => {
    let place: StorePlace;
    let store: Store;
    let told: Change[];
    let following: Disposable;

    before(async () => {
      place = await newPlace();
      store = await place.open();
    });

    beforeEach(async () => {
      await store.clear();
      told = [];
      following = store.follow((change) => told.push(change));
    });

    afterEach(() => following[Symbol.dispose]());

    after(async () => {
      await store[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    });

    testRecords({ store: () => store, told: () => told });
    testOthers({ store: () => store, told: () => told });
    testFailure({ store: () => store, told: () => told });
  });
}

type Given = { readonly store: () => Store; readonly told: () => readonly Change[] };

function recordsIn(told: readonly Change[]): readonly RecordChange[] {
  return told.filter((change) => change.kind === 'Record');
}

function testRecords({ store, told }: Given): void {
  test('is told of each write in the order of the commits, with the numbers of the ledger', async () => {
    const { records, facts } = store();
    await Promise.all(
      [10, 20, 30].map((percent) => records.advance(key, reporting({ 1: percent, 2: percent }))),
    );
    const changes = recordsIn(told());
    assert.deepEqual(
      changes.map(({ version, facts: own }) => [version, own.map(({ percent }) => percent)]),
      [
        [1, [10, 10]],
        [2, [20, 20]],
        [3, [30, 30]],
      ],
    );
    const ledger = await facts.after(0, 10);
    assert.deepEqual(
      changes.flatMap(({ facts: own }) => own),
      ledger,
    );
  });

  test('is told before the one who asked is answered, and with the record', async () => {
    const { record } = await store().records.advance(key, reporting({ 1: 10 }));
    const [change] = recordsIn(told());
    assert.deepEqual(change && plain(change.record), plain(record));
    assert.deepEqual(change?.key, key);
  });

  test('is not told of what changes nothing, or is refused', async () => {
    const { records } = store();
    await records.advance(key, reporting({ 1: 10 }));
    await records.advance(key, reporting({ 1: 5 }));
    const refused = () => {
      throw new Error('no');
    };
    await assert.rejects(async () => records.advance(key, refused), /no/);
    assert.equal(recordsIn(told()).length, 1);
  });

  test('reads what it is told of', async () => {
    const seen: ReturnType<RecordStore['read']>[] = [];
    using _reading = store().follow((change) => {
      if (change.kind !== 'Record') return;
      seen.push(store().records.read(change.key));
    });
    await store().records.advance(key, reporting({ 1: 10 }));
    await store().records.advance(key, resetting());
    const versions = (await Promise.all(seen)).map((stored) => stored?.version);
    assert.deepEqual(versions, [1, 2]);
  });

  test('is told nothing after it ended', async () => {
    const late: Change[] = [];
    store()
      .follow((change) => late.push(change))
      [Symbol.dispose]();
    await store().records.advance(key, reporting({ 1: 10 }));
    assert.deepEqual(late, []);
    assert.equal(recordsIn(told()).length, 1);
  });
}

function testOthers({ store, told }: Given): void {
  test('is told who was added to a list, changed and removed', async () => {
    const { players } = store();
    const of = { xuid: alice, kind: 'People' } as const;
    const entry = { other: bob, isFavorite: false, since: noon };
    await players.addRelation(of, entry);
    await players.addRelation(of, { ...entry, isFavorite: true });
    await players.removeRelation({ ...of, other: bob });
    await players.removeRelation({ ...of, other: bob });
    const base = { kind: 'Relation', xuid: alice, list: 'People', other: bob };
    assert.deepEqual(
      told(),
      ['Added', 'Changed', 'Removed'].map((change) => ({ ...base, change })),
    );
  });

  test('is told when everything is replaced', async () => {
    const snapshot = await store().snapshot();
    await store().clear();
    await store().restore(snapshot);
    assert.deepEqual(
      told().map(({ kind }) => kind),
      ['Replaced', 'Replaced'],
    );
  });
}

function testFailure({ store, told }: Given): void {
  test('fails no write and no other follower when it throws', async () => {
    const late: Change[] = [];
    using _failing = store().follow(() => {
      throw new Error('a follower that fails');
    });
    using _late = store().follow((change) => late.push(change));
    const { version } = await store().records.advance(key, reporting({ 1: 10 }));
    await store().players.addRelation(
      { xuid: alice, kind: 'People' },
      { other: bob, isFavorite: false, since: noon },
    );
    assert.equal(version, 1);
    assert.equal(late.length, told().length);
    assert.equal((await store().records.read(key))?.version, 1);
  });
}
