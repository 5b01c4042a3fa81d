import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AchievementId, type Fact, instant, parseAchievementId } from '@laurel/domain';
import fc from 'fast-check';
import { anyInstant } from './contract/any-instant.ts';
import { countFacts, decodeFacts, encodeFacts } from './fact-bytes.ts';
import { StoreFailure } from './store.ts';

const anyId = fc
  .stringMatching(/^[A-Za-z0-9_.-]{1,64}$/)
  .map(parseAchievementId)
  .filter((id): id is AchievementId => id !== undefined);

const anyFact: fc.Arbitrary<Fact> = fc
  .record({
    kind: fc.constantFrom('Progressed', 'Unlocked', 'Granted', 'Revoked', 'Restored', 'Reset'),
    achievementId: fc.option(anyId),
    percent: fc.integer({ min: 0, max: 100 }),
    earnedAt: anyInstant,
    receivedAt: anyInstant,
    isLate: fc.boolean(),
    source: fc.constantFrom('Title', 'TitleServer', 'Event', 'Support', 'Import'),
    titleVersion: fc.nat(2 ** 31 - 1),
    reason: fc.option(
      fc.string({ unit: 'grapheme' }).map((text) => text.toWellFormed()),
      { nil: undefined },
    ),
  } as const)
  .map(({ isLate, receivedAt, reason, ...fact }) => ({
    ...fact,
    receivedAt: isLate ? receivedAt : fact.earnedAt,
    ...(reason !== undefined && { reason }),
  }));

const noon = instant('2026-03-01T12:00:00.1234567Z');
const sample: Fact = {
  kind: 'Granted',
  achievementId: 'finale' as AchievementId,
  percent: 100,
  earnedAt: noon,
  receivedAt: instant('2026-03-02T00:00:00Z'),
  source: 'Support',
  titleVersion: 3,
  reason: 'ticket 7 – “lost”',
};

describe('facts as bytes', () => {
  test('any facts of one write are read back in their order', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 20 }), (facts) => {
        const bytes = encodeFacts(facts);
        assert.deepEqual(decodeFacts(bytes), facts);
        assert.equal(countFacts(bytes), facts.length);
      }),
      { numRuns: 500 },
    );
  });

  test('no facts take no bytes', () => {
    assert.equal(encodeFacts([]), null);
    assert.deepEqual(decodeFacts(null), []);
  });

  test('a reason of ten thousand letters of three bytes is kept whole', () => {
    const long = { ...sample, reason: '火'.repeat(10_000) };
    assert.deepEqual(decodeFacts(encodeFacts([long, sample])), [long, sample]);
  });

  test('a reason that is too long for its length is not written', () => {
    const long = { ...sample, reason: 'x'.repeat(0x10000) };
    assert.throws(() => encodeFacts([long]), RangeError);
  });

  const whole = Uint8Array.from(encodeFacts([sample, sample]) ?? []);

  test('an unknown format is refused by name', () => {
    const later = Uint8Array.from([2, ...whole.slice(1)]);
    assert.throws(() => decodeFacts(later), /unknown format; got "2"/);
  });

  test('facts cut short anywhere, or with bytes behind the end, are refused as damaged', () => {
    for (let length = 1; length < whole.length; length += 1) {
      assert.throws(() => decodeFacts(whole.slice(0, length)), StoreFailure, `${length} bytes`);
    }
    assert.throws(() => decodeFacts(Uint8Array.from([...whole, 0])), StoreFailure);
  });

  test('whatever byte is changed, the bytes are refused or read', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = whole.slice();
        bytes[at] = byte;
        try {
          decodeFacts(bytes);
        } catch (thrown) {
          assert.ok(thrown instanceof StoreFailure, String(thrown));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
