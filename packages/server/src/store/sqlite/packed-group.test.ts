import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SqlValue, Step } from '../sql/engine.ts';
import { GroupDraft, runGroup, unitsIn } from './packed-group.ts';

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
function stepsRun(bytes: ArrayBuffer): unknown[] {
  const ran: unknown[] = [];
  runGroup({ bytes }, (statement, parameters) => {
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
  const { group } = draft.take(draft.units);
  assert.deepEqual(group.texts, ['insert', 'update']);
  assert.deepEqual(stepsRun(group.bytes), [
    ...values.map((value) => [0, plain(value), 7]),
    [1, ...values.map(plain)],
    [0, 1],
  ]);
});

test('a guard that changes nothing stops its unit alone', () => {
  const draft = new GroupDraft();
  for (const isGuarded of [true, false, true]) {
    draft.add({ isGuarded, steps: [['guard'], ['other', 'x'], ['other']] });
  }
  const { group } = draft.take(3);
  let guards = 0;
  const { stopped, statements } = runGroup(group, (statement) => {
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
  const { group, ends } = draft.take(1);
  assert.deepEqual(stepsRun(group.bytes), [[0, 'a']]);
  draft.add({ isGuarded: false, steps: [['put', 'é'.repeat(200_000)]] });
  const rest = draft.take(2);
  assert.deepEqual(rest.group.texts, []);
  const apart = unitsIn(rest.group.bytes, rest.ends).map(({ bytes }) => stepsRun(bytes));
  assert.deepEqual(apart, [[[0, 'b']], [[0, 'é'.repeat(200_000)]]]);
  assert.equal(ends.length, 1);
  assert.equal(draft.size, 0);
});
