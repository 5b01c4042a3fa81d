import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type LateWrite,
  lateWriteBytes,
  lateWriteEnd,
  lateWriteSequence,
  lateWritesIn,
  putLateWrite,
} from './late-write-bytes.ts';
import { StoreFailure } from './store.ts';

const whole = { from: 0, to: Number.MAX_SAFE_INTEGER };

const anyLateWrite: fc.Arbitrary<LateWrite> = fc.record({
  sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  xuid: fc.stringMatching(/^[1-9][0-9]{0,19}$/),
  place: fc.nat(2 ** 48 - 1),
  recordVersion: fc.integer({ min: 2, max: 2 ** 32 - 1 }),
  previous: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  facts: fc.uint8Array({ minLength: 1, maxLength: 200 }),
});

function bytesOf(writes: readonly LateWrite[]): Uint8Array {
  const bytes = new Uint8Array(writes.reduce((sum, write) => sum + lateWriteBytes(write), 0));
  const view = new DataView(bytes.buffer);
  let end = 0;
  for (const write of writes) end = putLateWrite(view, end, write);
  assert.equal(end, bytes.length);
  return bytes;
}

const plain = (write: LateWrite) => ({ ...write, facts: [...write.facts] });

const sample: LateWrite = {
  sequence: 7,
  xuid: '2533274800000001',
  place: 5,
  recordVersion: 3,
  previous: 4,
  facts: Uint8Array.of(1, 0, 1, 9),
};

test('any late writes are read back in their order', () => {
  fc.assert(
    fc.property(fc.array(anyLateWrite, { maxLength: 20 }), (writes) => {
      assert.deepEqual(lateWritesIn(bytesOf(writes), whole).map(plain), writes.map(plain));
    }),
  );
});

test('those of some numbers are read without the others', () => {
  const writes = [3, 5, 8, 9].map((sequence) => ({ ...sample, sequence }));
  const numbers = (from: number, to: number) =>
    lateWritesIn(bytesOf(writes), { from, to }).map(({ sequence }) => sequence);
  assert.deepEqual(numbers(4, 8), [5, 8]);
  assert.deepEqual(numbers(5, 5), [5]);
  assert.deepEqual(numbers(6, 7), []);
});

test('where one ends and which it is can be told without reading it', () => {
  const bytes = bytesOf([sample, { ...sample, sequence: 8 }]);
  const view = new DataView(bytes.buffer);
  const second = lateWriteEnd(view, 0);
  assert.equal(second, lateWriteBytes(sample));
  assert.deepEqual([lateWriteSequence(view, 0), lateWriteSequence(view, second)], [7, 8]);
});

test('bytes that are cut short or begin otherwise are damaged, whichever are asked for', () => {
  const bytes = bytesOf([sample, { ...sample, sequence: 8 }]);
  const isWhole = new Set([0, lateWriteBytes(sample)]);
  for (let length = 0; length < bytes.length; length += 1) {
    if (isWhole.has(length)) continue;
    for (const asked of [whole, { from: 7, to: 7 }]) {
      assert.throws(
        () => lateWritesIn(bytes.subarray(0, length), asked),
        StoreFailure,
        `${length}`,
      );
    }
  }
  assert.throws(() => lateWritesIn(Uint8Array.of(1, ...bytes.subarray(1)), whole), StoreFailure);
});

test('an xuid that no player has is refused', () => {
  const view = new DataView(new ArrayBuffer(1000));
  assert.throws(() => putLateWrite(view, 0, { ...sample, xuid: '1'.repeat(21) }), RangeError);
});
