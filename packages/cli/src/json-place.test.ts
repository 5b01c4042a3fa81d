import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { placeOf } from './json-place.ts';

const text = `{
  "name": { "en": "a \\" } b", "fr": "c" },
  "list": [
    1, -2.5e3, true,
    { "id": "1", "icon": "x.png" },
    []
  ],
  "last": null
}`;

describe('places in JSON', () => {
  const places: readonly (readonly [string, number, number])[] = [
    ['', 1, 1],
    ['/name', 2, 11],
    ['/name/en', 2, 19],
    ['/name/fr', 2, 37],
    ['/list', 3, 11],
    ['/list/0', 4, 5],
    ['/list/1', 4, 8],
    ['/list/2', 4, 16],
    ['/list/3/icon', 5, 26],
    ['/list/4', 6, 5],
    ['/last', 8, 11],
  ];
  for (const [path, line, column] of places) {
    test(`"${path}" is at ${line}:${column}`, () => {
      deepEqual(placeOf(text, path), { line, column });
    });
  }

  test('a member that is not there is told by what is around it', () => {
    deepEqual(placeOf(text, '/list/3/name/en'), { line: 5, column: 5 });
    deepEqual(placeOf(text, '/list/9'), { line: 3, column: 11 });
  });
});
