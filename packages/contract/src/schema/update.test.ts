import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ProgressUpdate, readFrequentUpdate, readUpdateOfXsapi } from './update.ts';

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

const written =
  '{"action":"progressUpdate","serviceConfigId":"00000000-0000-0000-0000-00006e756f71","titleId":1853190001,"userId":"2533274800000001","achievements":[{"id":"2","percentComplete":40}]}';

describe('the text that the own client of the platform writes', () => {
  test('is read as the schema reads it', () => {
    for (const percent of ['0', '7', '100', '250', ' 40', '   7']) {
      const text = written.replace('40', percent);
      assert.deepEqual(readUpdateOfXsapi(text), ProgressUpdate.parse(JSON.parse(text)), text);
    }
  });

  test('is read so or not at all, whatever is changed in it', () => {
    const change = fc.record({
      at: fc.nat(written.length),
      removed: fc.nat(3),
      added: fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('0', '00', '1', '9', '-', ' ')),
    });
    fc.assert(
      fc.property(change, ({ at, removed, added }) => {
        const text = written.slice(0, at) + added + written.slice(at + removed);
        const read = readUpdateOfXsapi(text);
        if (read === undefined) return;
        assert.deepEqual(read, ProgressUpdate.parse(JSON.parse(text)));
      }),
      { numRuns: 3000 },
    );
  });

  const others: readonly [string, (text: string) => string][] = [
    ['a title id above 32 bits', (text) => text.replace('1853190001', '4294967296')],
    ['a number that begins with 0', (text) => text.replace('40', '040')],
    ['a percent that is cut', (text) => text.replace('40', '40.5')],
    ['a text behind it', (text) => `${text} `],
    ['two achievements', (text) => text.replace(']', ',{"id":"3","percentComplete":1}]')],
    ['no player', (text) => text.replace('2533274800000001', '0')],
    ['an xuid of twenty digits', (text) => text.replace('2533274800000001', '1'.repeat(20))],
  ];
  for (const [what, change] of others) {
    test(`is not read with ${what}`, () => {
      assert.equal(readUpdateOfXsapi(change(written)), undefined);
    });
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
