import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonMarks } from './json-marks.js';

const text = JSON.stringify({ id: '2', 'a"b': [1, -2.5, true, null], deep: {} }, null, 2);

test('the pieces are the whole text', () => {
  const pieces = jsonMarks(text).map((mark) => mark.text);
  assert.equal(pieces.join(''), text);
});

test('keys, texts, numbers and words are told apart', () => {
  const marks = jsonMarks(text).filter(({ kind }) => kind !== 'plain');
  assert.deepEqual(
    marks.map(({ kind, text: piece }) => `${kind} ${piece}`),
    [
      'key "id"',
      'text "2"',
      'key "a\\"b"',
      'number 1',
      'number -2.5',
      'word true',
      'word null',
      'key "deep"',
    ],
  );
});
