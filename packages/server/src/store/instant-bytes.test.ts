import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Instant, instant } from '@laurel/domain';
import fc from 'fast-check';
import { byteText } from './byte-text.ts';
import { anyInstant, firstInstant, lastInstant } from './contract/any-instant.ts';
import { instantBytes, isInstant, readInstant, writeInstant } from './instant-bytes.ts';

function bytesOf(at: Instant): Buffer {
  const bytes = Buffer.alloc(instantBytes);
  writeInstant(bytes, 0, at);
  return bytes;
}

describe('instants as bytes', () => {
  test('any moment is read back to the last digit', () => {
    fc.assert(
      fc.property(anyInstant, (at) => {
        assert.equal(readInstant(byteText(bytesOf(at)), 0), at);
        assert.equal(isInstant(byteText(bytesOf(at)), 0), true);
      }),
      { numRuns: 5_000 },
    );
  });

  test('the bytes of two moments sort as the moments do', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (a, b) => {
        const order = Buffer.compare(bytesOf(a), bytesOf(b));
        assert.equal(Math.sign(order), a < b ? -1 : a > b ? 1 : 0);
      }),
      { numRuns: 2_000 },
    );
  });

  const edges = [
    firstInstant,
    lastInstant,
    '0001-01-01T00:00:00.0000000Z',
    '0000-02-29T23:59:59.9999999Z',
    '0000-12-31T23:59:59.9999999Z',
    '1900-03-01T00:00:00.0000000Z',
    '1969-12-31T23:59:59.9999999Z',
    '1970-01-01T00:00:00.0000000Z',
    '2000-02-29T12:00:00.0000001Z',
    '2024-02-29T23:59:59.9999999Z',
    '2024-12-31T23:59:59.9999999Z',
    '2100-02-28T23:59:59.9999999Z',
    '2106-02-07T06:28:16.0000000Z',
  ];
  for (const at of edges.map(instant)) {
    test(`the moment ${at} is read back`, () => {
      assert.equal(readInstant(byteText(bytesOf(at)), 0), at);
    });
  }

  test('a moment is written and read where it stands, and nothing beside it is touched', () => {
    const bytes = Buffer.alloc(instantBytes + 4, 0xee);
    writeInstant(bytes, 2, lastInstant);
    assert.equal(readInstant(byteText(bytes), 2), lastInstant);
    assert.deepEqual([...bytes.subarray(0, 2), ...bytes.subarray(-2)], [0xee, 0xee, 0xee, 0xee]);
  });

  const noInstants = [
    '',
    'today',
    '2026-03-01T12:00:00Z',
    '2026-03-01T12:00:00.1234567',
    '2026-13-01T12:00:00.1234567Z',
    '2026-0x-01T12:00:00.1234567Z',
    '2026-03-01T12:00:00.12345678Z',
  ];
  for (const text of noInstants) {
    test(`"${text}" is not written`, () => {
      assert.throws(() => bytesOf(text as Instant), RangeError);
    });
  }

  const noBytes = [
    ['a second behind the year 9999', Buffer.from('4977863880000000', 'hex').fill(0xff, 0, 2)],
    ['ten million ticks', Buffer.from([0, 0, 0, 0, 0, 0x98, 0x96, 0x80])],
    ['nothing but ones', Buffer.alloc(instantBytes, 0xff)],
  ] as const;
  for (const [what, bytes] of noBytes) {
    test(`${what} is no instant`, () => {
      assert.equal(isInstant(byteText(bytes), 0), false);
      assert.throws(() => readInstant(byteText(bytes), 0), RangeError);
    });
  }

  test('bytes that were cut short are never read as a whole moment', () => {
    const bytes = bytesOf(lastInstant);
    for (let length = 0; length < instantBytes; length += 1) {
      assert.throws(() => readInstant(byteText(bytes.subarray(0, length)), 0), RangeError);
      assert.throws(() => isInstant(byteText(bytes.subarray(0, length)), 0), RangeError);
    }
  });
});
