import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AmendedMap,
  achievementId,
  type EventMemory,
  emptyRecord,
  eventRefusalCodes,
  instant,
  type PlayerRecord,
} from '@laurel/domain';
import fc from 'fast-check';
import { anyInstant } from './contract/any-instant.ts';
import { decodePlayerRecord, encodePlayerRecord } from './player-record-bytes.ts';
import { StoreFailure } from './store.ts';

const noon = instant('2026-03-01T12:00:00.1234567Z');
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((given) => given.toWellFormed());

const anyMemory: fc.Arbitrary<EventMemory> = fc.record({
  seen: fc.array(fc.maxSafeNat().map((number) => number % 2 ** 48)),
  moved: fc
    .array(fc.tuple(text, fc.record({ eventId: text, at: anyInstant })))
    .map((entries) => new Map(entries)),
  refused: fc.array(
    fc.record({
      eventId: text,
      name: text,
      receivedAt: anyInstant,
      code: fc.constantFrom(...eventRefusalCodes),
      stat: fc.option(fc.stringMatching(/^[A-Za-z]{1,9}$/)),
    }),
  ),
});

function plain(events: EventMemory | undefined): unknown {
  if (events === undefined) return undefined;
  const moved = [...events.moved].map(([key, by]) => [key, { ...by }]);
  return { seen: [...events.seen], moved, refused: events.refused.map((one) => ({ ...one })) };
}

test('what is remembered of events is read back as it was written', () => {
  fc.assert(
    fc.property(anyMemory, (events) => {
      const bytes = encodePlayerRecord({ ...emptyRecord(noon), events });
      assert.deepEqual(plain(decodePlayerRecord(bytes).events), plain(events));
    }),
  );
});

test('a record without events has no byte for them', () => {
  const record = emptyRecord(noon);
  assert.equal(decodePlayerRecord(encodePlayerRecord(record)).events, undefined);
  const events = { seen: [], moved: new Map(), refused: [] };
  const more = encodePlayerRecord({ ...record, events }).length;
  assert.equal(more - encodePlayerRecord(record).length, 4);
});

test('an update copies what is remembered of events, and does not read it', () => {
  const events = { seen: [1, 2 ** 47], moved: new Map(), refused: [] };
  const bytes = Uint8Array.from(encodePlayerRecord({ ...emptyRecord(noon), events }));
  bytes[bytes.length - 1] = 0xff;
  const damaged: PlayerRecord = decodePlayerRecord(bytes);
  const changes = new Map([[achievementId('1'), { state: 'InProgress', percent: 5 } as const]]);
  const updated = encodePlayerRecord({
    ...damaged,
    progress: new AmendedMap(damaged.progress, changes),
  });
  assert.deepEqual([...updated.slice(-15)], [...bytes.slice(-15)]);
  assert.throws(() => damaged.events?.seen, StoreFailure);
});
