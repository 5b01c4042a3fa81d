import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  AmendedMap,
  achievementId,
  emptyRecord,
  type Instant,
  instant,
  never,
  type Progress,
} from '@laurel/domain';
import { byteText } from '../byte-text.ts';
import {
  decodePlayerRecord,
  encodePlayerRecord,
  entriesEndIn,
  headToPatch,
} from '../player-record-bytes.ts';
import type { Encoded } from '../sql/records.ts';
import { StoreFailure } from '../store.ts';
import { KnownRecords, Pending } from './known-records.ts';

function stored(version: number, bodyLength: number): Encoded {
  return {
    id: 2 ** 39 + version,
    version,
    lastWrite: 2 ** 40 + version,
    totals: {
      earned: version % 7,
      gamerscore: 2 ** 33 + version,
      lastUnlock: '2026-03-01T09:30:00.1234567Z' as Instant,
    },
    body: byteText(Uint8Array.from({ length: bodyLength }, (_, at) => (at * 7 + version) & 0xff)),
    // It holds no entries: it is no record.
    found: undefined,
  };
}

const one = achievementId('1');
const noon = instant('2026-03-01T12:00:00Z');

function inProgress(percent: number): Progress {
  return { state: 'InProgress', percent };
}

function pendingOf(version: number): Pending {
  const { id, totals, lastWrite } = stored(version, 0);
  return new Pending({ id, version, record: emptyRecord(never), totals, lastWrite });
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `player ${at}`);
}

/** One of several. */
function place(name: string): number {
  return 2 ** 40 + name.length;
}

/** The one whose record is on its way. */
const player = ['player', place('player')] as const;

/** Remembers a record, and asks for it, by its name alone. */
function memory(bytesMax = 64 * 1024) {
  const known = new KnownRecords(bytesMax);
  return {
    known,
    set: (name: string, record: Encoded) => known.store(known.of(name, place(name)), record),
    get: (name: string) => known.stored(known.of(name, place(name))),
  };
}

describe('records as they are stored', () => {
  test('are given back as they were', () => {
    const { set, get } = memory();
    for (const [at, name] of names(20).entries()) set(name, stored(at + 1, at * 30));
    for (const [at, name] of names(20).entries()) {
      assert.deepEqual(get(name), stored(at + 1, at * 30));
    }
    assert.equal(get('nobody'), undefined);
  });

  test('are the last ones told, shorter or longer, however often', () => {
    const { set, get } = memory();
    for (let version = 1; version < 500; version += 1) {
      for (const name of names(3)) {
        const next = stored(version, (version * 37) % 700);
        set(name, next);
        assert.deepEqual(get(name), next);
      }
    }
  });

  test('take the next version as a patch, where it is the next of what is known', () => {
    const { known, set, get } = memory();
    const first = { ...emptyRecord(never), progress: new Map([[one, inProgress(10)]]) };
    const bytes = byteText(encodePlayerRecord(first));
    const read = decodePlayerRecord(bytes);
    const progress = new AmendedMap(read.progress, new Map([[one, inProgress(60)]]));
    const next = { ...read, progress, lastPlayedAt: noon };
    const patch = { version: 5, lastWrite: 77, head: headToPatch(next), record: next };
    assert.equal(known.patch(known.of('player', place('player')), patch), false);
    set('player', { ...stored(3, 0), body: bytes });
    assert.equal(known.patch(known.of('player', place('player')), patch), false);
    set('player', { ...stored(4, 0), body: bytes });
    assert.equal(known.patch(known.of('player', place('player')), patch), true);
    assert.deepEqual(get('player'), {
      ...stored(4, 0),
      version: 5,
      lastWrite: 77,
      body: byteText(encodePlayerRecord(next)),
      found: entriesEndIn(bytes),
    });
  });

  test('are forgotten when others came, but for those that are used', () => {
    const { set, get } = memory();
    const all = names(2000);
    for (const [at, name] of all.entries()) {
      set(name, stored(at, 100));
      assert.deepEqual(get('player 0'), stored(0, 100));
    }
    const kept = all.filter((name) => get(name) !== undefined);
    assert.ok(kept.length > 100 && kept.length < 700, `${kept.length} are kept`);
    assert.deepEqual(get('player 1999'), stored(1999, 100));
  });

  test('are never older than what was told last', () => {
    const { set, get } = memory();
    set('player', stored(1, 100));
    for (let round = 2; round < 40; round += 1) {
      for (const name of names(round * 3)) set(name, stored(round, 90));
      const found = get('player');
      assert.ok(found === undefined || found.version === round - 1, `round ${round}`);
      set('player', stored(round, 100 + round * 20));
    }
  });

  test('can be forgotten, one or all', () => {
    const { known, set, get } = memory();
    for (const name of names(5)) set(name, stored(1, 50));
    known.forget(known.of('player 2', place('player 2')));
    assert.equal(get('player 2'), undefined);
    assert.deepEqual(get('player 3'), stored(1, 50));
    known.beginAnew();
    for (const name of names(5)) assert.equal(get(name), undefined);
    assert.equal(known.size, 0);
  });

  test('one that is too large is not remembered, nor what it was before', () => {
    const { known, set, get } = memory(8 * 1024);
    set('player', stored(1, 100));
    set('player', stored(2, 5000));
    assert.equal(get('player'), undefined);
    assert.equal(known.size, 0);
  });

  test('names that are only asked for take no room', () => {
    const { known, get } = memory();
    for (const name of names(1000)) get(name);
    assert.equal(known.size, 0);
  });
});

describe('records on their way', () => {
  test('the latest is known until it is settled', () => {
    const { known } = memory();
    const [first, second] = [pendingOf(1), pendingOf(2)];
    const era = known.add(known.of(...player), first);
    known.add(known.of(...player), second);
    assert.equal(known.of(...player).latest, second);
    known.settle(known.of(...player), { pending: first, era, isWritten: true });
    assert.equal(known.of(...player).latest, second);
    known.settle(known.of(...player), { pending: second, era, isWritten: true });
    assert.equal(known.of(...player).latest, null);
    assert.equal(known.size, 0);
  });

  test('when one is not written, those decided on it are given up, and no later ones', () => {
    const { known } = memory();
    const [first, second, third] = [pendingOf(1), pendingOf(2), pendingOf(1)];
    const before = known.add(known.of(...player), first);
    known.add(known.of(...player), second);
    known.settle(known.of(...player), { pending: first, era: before, isWritten: false });
    assert.equal(known.of(...player).latest, null);
    const after = known.add(known.of(...player), third);
    known.settle(known.of(...player), { pending: second, era: before, isWritten: false });
    assert.equal(known.of(...player).latest, third);
    known.settle(known.of(...player), { pending: third, era: after, isWritten: true });
    assert.equal(known.size, 0);
  });

  test('are kept however much is remembered meanwhile', () => {
    const { known, set } = memory();
    const pending = pendingOf(2);
    set('player', stored(1, 100));
    const era = known.add(known.of(...player), pending);
    for (const [at, name] of names(3000).entries()) set(name, stored(at, 100));
    const one = known.of(...player);
    assert.equal(one.latest, pending);
    assert.equal(known.stored(one), undefined);
    known.store(one, stored(2, 100));
    known.settle(one, { pending, era, isWritten: true });
    assert.deepEqual(known.stored(known.of(...player)), stored(2, 100));
    assert.equal(known.of(...player).latest, null);
  });

  test('that fail leave nothing behind that others have written over', () => {
    const { known, set, get } = memory();
    let others = 0;
    const fill = (count: number) => {
      for (const _ of names(count)) set(`other ${++others}`, stored(9, 100));
    };
    for (let before = 100; before < 400; before += 7) {
      known.beginAnew();
      set('player', stored(1, 100));
      fill(before);
      const one = known.of(...player);
      const was = known.stored(one);
      const pending = pendingOf(2);
      const era = known.add(one, pending);
      fill(200);
      known.settle(one, { pending, era, isWritten: false });
      fill(300);
      const is = get('player');
      if (is !== undefined) assert.deepEqual(is, was, `after ${before} others`);
    }
  });

  test('are decided on no more once all begins anew', () => {
    const { known, set, get } = memory();
    set('player', stored(1, 100));
    const [first, second] = [pendingOf(2), pendingOf(1)];
    const before = known.add(known.of(...player), first);
    known.beginAnew();
    assert.equal(known.of(...player).latest, null);
    assert.equal(get('player'), undefined);
    const after = known.add(known.of(...player), second);
    known.settle(known.of(...player), { pending: first, era: before, isWritten: false });
    assert.equal(known.of(...player).latest, second);
    known.settle(known.of(...player), { pending: second, era: after, isWritten: true });
    assert.equal(known.size, 0);
  });

  test('tell those who wait how they ended', async () => {
    const [written, stopped, failed] = [pendingOf(1), pendingOf(1), pendingOf(1)];
    const waiting = Promise.allSettled([
      written.whenWritten(),
      written.whenWritten(),
      stopped.whenWritten(),
      failed.whenWritten(),
    ]);
    written.tell(true);
    stopped.tell(false);
    failed.tell(new StoreFailure('the disk is full'));
    const outcomes = (await waiting).map((one) =>
      one.status === 'fulfilled' ? one.value : String(one.reason),
    );
    assert.deepEqual(outcomes, [true, true, false, 'StoreFailure: the disk is full']);
  });
});
