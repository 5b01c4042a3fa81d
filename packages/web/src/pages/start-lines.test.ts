import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressLines, linesToTry } from './start-lines.js';

test('the lines name the first title whose achievements can be reported', () => {
  const lines = linesToTry([
    { titleId: 7, achievementId: null },
    { titleId: 8, achievementId: '3' },
  ]);
  assert.match(lines, /^laurel unlock --player Player1 --title 8 3$/m);
  assert.match(lines, /^laurel list --player Player1 --title 8$/m);
});

test('without a title the lines say where its ids go', () => {
  assert.match(linesToTry([]), /--title <title id> <achievement id>$/m);
});

test('addresses begin with that of the instance', () => {
  const [first] = addressLines('http://localhost:4000');
  assert.equal(first?.address, 'http://localhost:4000/achievements');
});
