import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ProgressUpdate, readFrequentUpdate } from './update.ts';

const frequent = {
  action: 'progressUpdate',
  serviceConfigId: '00000000-0000-0000-0000-00006E756F71',
  titleId: 1853190001,
  userId: '2533274800000001',
  achievements: [
    { id: '2', percentComplete: 40 },
    { id: '31', percentComplete: 250 },
  ],
};

test('the shortcut gives what the schema gives for the frequent form', () => {
  assert.deepEqual(readFrequentUpdate(frequent), ProgressUpdate.parse(frequent));
});

function entryWith(members: object) {
  return { ...frequent, achievements: [{ id: '2', percentComplete: 1, ...members }] };
}

const others: readonly [string, unknown][] = [
  ['no object', 7],
  ['null', null],
  ['an action in another case', { ...frequent, action: 'ProgressUpdate' }],
  ['a title id as text', { ...frequent, titleId: '1853190001' }],
  ['no title id', { ...frequent, titleId: undefined }],
  ['a title id above 32 bits', { ...frequent, titleId: 2 ** 32 }],
  ['a player id as a number', { ...frequent, userId: 1 }],
  ['no entries', { ...frequent, achievements: [] }],
  ['101 entries', { ...frequent, achievements: Array(101).fill(frequent.achievements[0]) }],
  ['a padded id', { ...frequent, achievements: [{ id: '02', percentComplete: 1 }] }],
  ['an id as a number', { ...frequent, achievements: [{ id: 2, percentComplete: 1 }] }],
  ['a percent as text', { ...frequent, achievements: [{ id: '2', percentComplete: '1' }] }],
  ['a negative percent', { ...frequent, achievements: [{ id: '2', percentComplete: -1 }] }],
  ['a fraction', { ...frequent, achievements: [{ id: '2', percentComplete: 1.5 }] }],
  ['an entry with its own time', entryWith({ earnedAt: '2026-03-01T12:00:00Z' })],
  ['an entry that is null', { ...frequent, achievements: [null] }],
];

describe('the shortcut leaves to the schema', () => {
  for (const [what, body] of others) {
    test(what, () => assert.equal(readFrequentUpdate(body), undefined));
  }
});

describe('earnedAt', () => {
  test('a time of its own is read beside the percent', () => {
    const earnedAt = '2026-03-01T12:00:00.5Z';
    assert.deepEqual(ProgressUpdate.parse(entryWith({ earnedAt })).achievements, [
      { id: '2', percentComplete: 1, earnedAt },
    ]);
  });

  for (const earnedAt of ['yesterday', '2026-03-01T12:00:00+01:00', '2026-13-01T12:00:00Z', 7]) {
    test(`${JSON.stringify(earnedAt)} is refused, not guessed`, () => {
      assert.equal(ProgressUpdate.safeParse(entryWith({ earnedAt })).success, false);
    });
  }
});
