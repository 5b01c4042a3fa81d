import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readTitleDocument, titleDocumentSchema, titleSchemaText } from './title-document.ts';

const achievement = {
  id: '1',
  name: 'First Firing',
  description: 'Fired a pot',
  lockedDescription: 'Fire a pot',
  icon: 'icons/1.png',
};
const document = {
  titleId: 1853190001,
  name: 'Kiln & Ember',
  defaultLocale: 'en-US',
  achievements: [achievement],
};

function problemsOf(json: unknown): readonly { path: string; message: string }[] {
  return readTitleDocument(json).problems ?? [];
}

test('a document with only what is needed is read as it stands', () => {
  assert.deepEqual(readTitleDocument(document), { document, problems: null });
});

test('a string may be given once or for each locale', () => {
  const name = { 'en-US': 'Kiln', 'zh-Hant': '窯' };
  assert.deepEqual(problemsOf({ ...document, name }), []);
});

describe('readTitleDocument · what is wrong', () => {
  const rows: readonly [what: string, json: unknown, path: string, message: RegExp][] = [
    ['no object', 'x', '', /^must be an object; got "x"$/],
    ['no name', { ...document, name: undefined }, '/name', /^is missing; it must be text, or/],
    [
      'a misspelled member',
      { ...document, titelId: 1 },
      '',
      /^a title document has no member "titelId"; did you mean titleId\?$/,
    ],
    [
      'a member that resembles none',
      { ...document, achievements: [{ ...achievement, xyzzyxyzzy: 1 }] },
      '/achievements/0',
      /^an achievement has no member "xyzzyxyzzy"; it has id, name, /,
    ],
    [
      'a number as an id',
      { ...document, achievements: [{ ...achievement, id: 1 }] },
      '/achievements/0/id',
      /^must be a whole number as text, such as "1"; got the number 1$/,
    ],
    [
      'an id with leading zeros',
      { ...document, achievements: [{ ...achievement, id: '01' }] },
      '/achievements/0/id',
      /without leading zeros; got "01"$/,
    ],
    ['a titleId of 0', { ...document, titleId: 0 }, '/titleId', /^must be at least 1; got "0"$/],
    [
      'a locale that is none',
      { ...document, name: { 'e n': 'Kiln' } },
      '/name/e n',
      /^must be a language tag such as en-US or fr; got "e n"$/,
    ],
    [
      'a text that is a number',
      { ...document, name: { fr: 5 } },
      '/name/fr',
      /^must be text; got the number 5$/,
    ],
    [
      'a file outside',
      { ...document, achievements: [{ ...achievement, icon: 'a/../../secret.png' }] },
      '/achievements/0/icon',
      /^must be an http\(s\) address, or the path of a file beside/,
    ],
    [
      'a day that is none',
      {
        ...document,
        achievements: [
          {
            ...achievement,
            timeWindow: { start: '2026-02-30T00:00:00Z', end: '2026-03-01T00:00:00Z' },
          },
        ],
      },
      '/achievements/0/timeWindow/start',
      /^must be a UTC date/,
    ],
    [
      'a form that is none of those allowed',
      { ...document, achievements: [{ ...achievement, icon: 5 }] },
      '/achievements/0/icon',
      /^must be the address of a picture; got "5"$/,
    ],
  ];
  for (const [what, json, path, message] of rows) {
    test(`${what} is told at its place`, () => {
      const [problem] = problemsOf(json);
      assert.equal(problem?.path, path);
      assert.match(problem?.message ?? '', message);
    });
  }

  test('a long value is cut at 80 characters', () => {
    const [problem] = problemsOf({ ...document, scid: 'x'.repeat(500) });
    assert.match(problem?.message ?? '', /^must be a GUID; got "x{80}…"$/);
  });

  test('at most 100 problems are told', () => {
    const achievements = Array.from({ length: 300 }, () => 5);
    assert.equal(problemsOf({ ...document, achievements }).length, 100);
  });
});

describe('the JSON Schema of a title document', () => {
  test('is the committed one; npm run title-schema writes it anew', () => {
    const file = new URL('../../../../fixtures/schema/title.schema.json', import.meta.url);
    assert.equal(readFileSync(file, 'utf8'), titleSchemaText());
  });

  test('describes every member of a title and of an achievement', () => {
    const schema = titleDocumentSchema();
    for (const part of [schema, Object(schema.$defs).DocumentAchievement]) {
      for (const [name, member] of Object.entries(Object(part.properties))) {
        assert.ok('description' in Object(member) || '$ref' in Object(member), name);
      }
    }
  });
});
