import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { earnedAtOf } from './earned-at.ts';
import { instant, never } from './instant.ts';

const noon = instant('2026-03-31T12:00:00Z');
const yesterday = instant('2026-03-30T20:00:00.1234567Z');
const lastWeek = instant('2026-03-24T12:00:00Z');

describe('earnedAtOf', () => {
  const rows: readonly [what: string, said: string, lastKnown: string, taken: string][] = [
    ['a moment in the window stands, to its last digit', yesterday, never, yesterday],
    ['a moment to come counts as the moment of receipt', '2027-01-01T00:00:00Z', never, noon],
    ['a moment 30 days back stands', '2026-03-01T12:00:00Z', never, '2026-03-01T12:00:00Z'],
    ['one before that is 30 days back', '2026-03-01T11:59:59Z', never, '2026-03-01T12:00:00Z'],
    ['one before the last known state is at it', lastWeek, yesterday, yesterday],
    ['one after the last known state stands', yesterday, lastWeek, yesterday],
    ['a last known state to come gives the receipt', lastWeek, '2027-01-01T00:00:00Z', noon],
    ['the first moment there is gives the window', never, never, '2026-03-01T12:00:00Z'],
  ];
  for (const [what, said, lastKnown, taken] of rows) {
    test(what, () => {
      const lastKnownAt = instant(lastKnown);
      const earned = earnedAtOf(instant(said), { receivedAt: noon, lastKnownAt });
      assert.equal(earned, instant(taken));
    });
  }
});
