import { instant, sandbox } from '@laurel/domain';
import fc from 'fast-check';
import type { RecordKey } from '../store.ts';
import {
  achievementIds,
  alice,
  bob,
  type Decide,
  granting,
  keeping,
  otherScid,
  reporting,
  resetting,
  revoking,
  sampleKey,
} from './sample-decisions.ts';

/** One advance. */
export type Step = { readonly key: RecordKey; readonly decide: Decide };

/** Advances that are made at once, the store opened anew before them or not. */
export type Batch = { readonly reopens: boolean; readonly steps: readonly Step[] };

const keys = [
  sampleKey(),
  sampleKey({ xuid: bob }),
  sampleKey({ scid: otherScid }),
  sampleKey({ sandbox: sandbox('ACME.7'), xuid: alice }),
];

/** Not in the order of time: clocks jump, and reports come late. */
const moments = [
  '2026-03-01T12:00:00.0000000Z',
  '2026-03-01T12:00:00.0000001Z',
  '2024-02-29T23:59:59.9999999Z',
  '2026-03-02T00:00:00.1234567Z',
].map(instant);

const moment = fc.constantFrom(...moments);
const id = fc.constantFrom(...achievementIds.map(String));
const percent = fc.oneof(fc.integer({ min: 0, max: 120 }), fc.constant(100));
const report = fc
  .tuple(fc.dictionary(id, percent, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), moment)
  .map(([percents, at]) => reporting(percents, at));

const decision: fc.Arbitrary<Decide> = fc.oneof(
  { arbitrary: report, weight: 12 },
  { arbitrary: fc.tuple(id, moment).map(([one, at]) => granting(one, at)), weight: 2 },
  { arbitrary: fc.tuple(id, moment).map(([one, at]) => revoking(one, at)), weight: 3 },
  { arbitrary: moment.map((at) => resetting(at)), weight: 1 },
  { arbitrary: fc.constant(keeping()), weight: 1 },
);

/** Mostly of one player, so that decisions meet. */
const key = fc.constantFrom(sampleKey(), sampleKey(), ...keys);
const step: fc.Arbitrary<Step> = fc.record({ key, decide: decision });

/** What a simulation does: batches one after another. */
export const batches: fc.Arbitrary<readonly Batch[]> = fc.array(
  fc.record({
    reopens: fc.integer({ min: 0, max: 29 }).map((n) => n === 0),
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 14 },
);
