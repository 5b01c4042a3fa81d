import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { printable, table, widthOf } from './table.ts';

test('columns line up, also beside wide characters', () => {
  const text = table(
    ['id', 'name', 'state'],
    [
      ['1', '小さな火', 'Achieved'],
      ['10', 'Ember', 'NotStarted'],
    ],
  );
  equal(text, 'id  name      state\n1   小さな火  Achieved\n10  Ember     NotStarted\n');
});

test('combining marks take no column', () => {
  equal(widthOf('e\u0301'), 1);
});

test('what would steer a terminal is taken out', () => {
  equal(printable('a\u001b[31mb\u202e'), 'a[31mb');
});
