import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Instant } from '@laurel/domain';
import { byteText } from '../byte-text.ts';
import type { Encoded } from '../sql/records.ts';
import { RememberedRecords } from './remembered-records.ts';

function record(version: number, bodyLength: number): Encoded {
  return {
    version,
    lastWrite: 2 ** 40 + version,
    totals: {
      earned: version % 7,
      gamerscore: 2 ** 33 + version,
      lastUnlock: '2026-03-01T09:30:00.1234567Z' as Instant,
    },
    body: byteText(Uint8Array.from({ length: bodyLength }, (_, at) => (at * 7 + version) & 0xff)),
  };
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `player ${at}`);
}

describe('remembered records', () => {
  test('are given back as they were', () => {
    const remembered = new RememberedRecords(64 * 1024);
    for (const [at, name] of names(20).entries()) remembered.set(name, record(at + 1, at * 30));
    for (const [at, name] of names(20).entries()) {
      assert.deepEqual(remembered.get(name), record(at + 1, at * 30));
    }
    assert.equal(remembered.get('nobody'), undefined);
  });

  test('are the last ones set, shorter or longer, however often', () => {
    const remembered = new RememberedRecords(64 * 1024);
    for (let version = 1; version < 500; version += 1) {
      for (const name of names(3)) {
        const next = record(version, (version * 37) % 700);
        remembered.set(name, next);
        assert.deepEqual(remembered.get(name), next);
      }
    }
  });

  test('are forgotten when others came, but for those that are used', () => {
    const remembered = new RememberedRecords(64 * 1024);
    const all = names(2000);
    for (const [at, name] of all.entries()) {
      remembered.set(name, record(at, 100));
      assert.deepEqual(remembered.get('player 0'), record(0, 100));
    }
    const kept = all.filter((name) => remembered.get(name) !== undefined);
    assert.ok(kept.length > 100 && kept.length < 700, `${kept.length} are kept`);
    assert.deepEqual(remembered.get('player 1999'), record(1999, 100));
  });

  test('never give an older version back after a newer one was forgotten', () => {
    const remembered = new RememberedRecords(64 * 1024);
    remembered.set('player', record(1, 100));
    for (let round = 2; round < 40; round += 1) {
      for (const name of names(round * 3)) remembered.set(name, record(round, 90));
      const found = remembered.get('player');
      assert.ok(found === undefined || found.version === round - 1, `round ${round}`);
      remembered.set('player', record(round, 100 + round * 20));
    }
  });

  test('can be forgotten, one or all', () => {
    const remembered = new RememberedRecords(64 * 1024);
    for (const name of names(5)) remembered.set(name, record(1, 50));
    remembered.delete('player 2');
    assert.equal(remembered.get('player 2'), undefined);
    assert.deepEqual(remembered.get('player 3'), record(1, 50));
    remembered.clear();
    for (const name of names(5)) assert.equal(remembered.get(name), undefined);
  });

  test('one that is too large is not remembered, nor what it was before', () => {
    const remembered = new RememberedRecords(8 * 1024);
    remembered.set('player', record(1, 100));
    remembered.set('player', record(2, 5000));
    assert.equal(remembered.get('player'), undefined);
  });
});
