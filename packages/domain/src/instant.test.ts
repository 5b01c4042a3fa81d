import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  instant,
  instantFromMilliseconds,
  latest,
  millisecondsOf,
  never,
  parseInstant,
} from './instant.ts';

describe('parseInstant', () => {
  const read: readonly [string, string][] = [
    ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.0000000Z'],
    ['2026-03-01T12:00:00.5Z', '2026-03-01T12:00:00.5000000Z'],
    ['2026-03-01T12:13:14.707Z', '2026-03-01T12:13:14.7070000Z'],
    ['2026-01-05T10:00:00.1234567Z', '2026-01-05T10:00:00.1234567Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.0000000Z'],
    ['0001-01-01T00:00:00.0000000Z', never],
  ];
  for (const [text, expected] of read) {
    test(`"${text}" is read with seven digits`, () => assert.equal(parseInstant(text), expected));
  }

  const refused = [
    '',
    '2026-03-01',
    '2026-03-01T12:00:00',
    '2026-03-01T12:00:00+01:00',
    '2026-03-01T12:00:00.12345678Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T12:60:00Z',
    ' 2026-03-01T12:00:00Z',
  ];
  for (const text of refused) {
    test(`"${text}" is no instant`, () => assert.equal(parseInstant(text), undefined));
  }
});

test('an untrue instant is a bug, not a value', () => {
  assert.throws(() => instant('yesterday'), RangeError);
});

test('milliseconds survive the way there and back', () => {
  const ms = Date.UTC(2026, 2, 1, 12, 13, 14, 707);
  assert.equal(millisecondsOf(instantFromMilliseconds(ms)), ms);
});

test('the digits below a millisecond are cut, not rounded', () => {
  const at = instant('2026-03-01T12:00:00.0009999Z');
  assert.equal(millisecondsOf(at), Date.UTC(2026, 2, 1, 12));
});

test('the order of two instants as text is their order in time', () => {
  const earlier = instant('2026-03-01T12:00:00.0000001Z');
  const later = instant('2026-03-01T12:00:00.0000002Z');
  assert.ok(earlier < later);
  assert.equal(latest(later, earlier), later);
  assert.equal(latest(earlier, later), later);
});
