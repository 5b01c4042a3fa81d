import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lateWritesIn } from '../late-write-bytes.ts';
import type { SqlValue, Step } from '../sql/engine.ts';
import { GroupDraft, type PackedGroup, runUnits, unitsIn, unpacked } from './packed-group.ts';

const values: readonly SqlValue[] = [
  null,
  0,
  -1.5,
  2 ** 52 + 1,
  '',
  '2533274800000001',
  'Zoë',
  'z'.repeat(40),
  'z'.repeat(41),
  `${'z'.repeat(39)}é`,
  'é'.repeat(3000),
  '👾',
  Uint8Array.of(),
  Uint8Array.of(0, 127, 128, 255),
];

/** What is run of a group, bytes as arrays. */
function stepsRun({ bytes }: PackedGroup): unknown[] {
  const ran: unknown[] = [];
  runUnits(unpacked(bytes).units, (statement, parameters) => {
    ran.push([statement, ...parameters.map((one) => (one instanceof Buffer ? [...one] : one))]);
    return 1;
  });
  return ran;
}

const plain = (value: SqlValue) => (value instanceof Uint8Array ? [...value] : value);

test('every value arrives as it was given, and statements as their numbers', () => {
  const draft = new GroupDraft();
  for (const value of values) draft.add({ isGuarded: false, steps: [['insert', value, 7]] });
  draft.add({ isGuarded: true, steps: [['update', ...values] as Step, ['insert', 1]] });
  const group = draft.take(draft.units);
  assert.deepEqual(unpacked(group.bytes).texts, ['insert', 'update']);
  assert.deepEqual(stepsRun(group), [
    ...values.map((value) => [0, plain(value), 7]),
    [1, ...values.map(plain)],
    [0, 1],
  ]);
});

test('late writes are taken together, and the units between them count on', () => {
  const draft = new GroupDraft();
  const late = (sequence: number) => ({
    sequence,
    xuid: '2533274800000001',
    place: 5,
    recordVersion: 3,
    previous: 4,
    facts: Uint8Array.of(1, 2, 3),
  });
  const guarded = () => draft.add({ isGuarded: true, steps: [['guard', 2]] });
  for (const sequence of [7, 8]) draft.addLateWrite(late(sequence));
  guarded();
  draft.addLateWrite(late(9));
  guarded();
  const group = draft.take(draft.units);
  const ran = runUnits(unpacked(group.bytes).units, () => 0);
  assert.deepEqual([ran.stopped, ran.statements], [[2, 4], 2]);
  const all = { from: 0, to: 100 };
  const found = lateWritesIn(ran.late, all).map((one) => ({ ...one, facts: [...one.facts] }));
  const given = [7, 8, 9].map((sequence) => ({ ...late(sequence), facts: [1, 2, 3] }));
  assert.deepEqual(found, given);
  const each = unitsIn(group).map(({ bytes }) => runUnits(unpacked(bytes).units, () => 1).late);
  assert.deepEqual(
    each.map((bytes) => lateWritesIn(bytes, all).map(({ sequence }) => sequence)),
    [[7], [8], [], [9], []],
  );
});

test('a guard that changes nothing stops its unit alone', () => {
  const draft = new GroupDraft();
  for (const isGuarded of [true, false, true]) {
    draft.add({ isGuarded, steps: [['guard'], ['other', 'x'], ['other']] });
  }
  const { units } = unpacked(draft.take(3).bytes);
  let guards = 0;
  const { stopped, statements } = runUnits(units, (statement) => {
    guards += statement === 0 ? 1 : 0;
    return statement === 0 && guards < 3 ? 0 : 1;
  });
  assert.deepEqual(stopped, [0]);
  assert.equal(statements, 1 + 3 + 3);
});

test('units that are taken, taken back or taken apart leave the others as they were', () => {
  const draft = new GroupDraft();
  for (const name of ['a', 'b', 'c']) draft.add({ isGuarded: false, steps: [['put', name]] });
  draft.takeBack();
  const group = draft.take(1);
  assert.deepEqual(stepsRun(group), [[0, 'a']]);
  draft.add({ isGuarded: false, steps: [['put', 'é'.repeat(200_000)]] });
  const rest = draft.take(2);
  assert.deepEqual(unpacked(rest.bytes).texts, []);
  const apart = unitsIn(rest).map(stepsRun);
  assert.deepEqual(apart, [[[0, 'b']], [[0, 'é'.repeat(200_000)]]]);
  assert.equal(group.ends.length, 1);
  assert.equal(draft.size, 0);
});

test('so many units leave as take no more bytes, and one at least', () => {
  const draft = new GroupDraft();
  assert.equal(draft.unitsWithin(0), 0);
  for (const length of [10, 10, 5000, 10]) {
    draft.add({ isGuarded: false, steps: [['put', 'z'.repeat(length)]] });
  }
  assert.equal(draft.unitsWithin(100), 2);
  assert.equal(draft.unitsWithin(1), 1);
  assert.equal(draft.unitsWithin(10_000), 4);
});
