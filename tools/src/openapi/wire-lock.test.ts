import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApiText } from '@laurel/contract';
import { jsonDifferences } from './json-difference.ts';
import { wireLockProblems } from './wire-lock.ts';

test('the committed description of the wire is what the declarations say', () => {
  const problems = wireLockProblems();
  assert.deepEqual(problems, [], problems.join('\n'));
});

test('a difference is told by its place, with the way out', () => {
  const changed = openApiText().replace('"openapi": "3.1.1"', '"openapi": "3.1.2"');
  const problems = wireLockProblems(changed).join('\n');
  assert.match(problems, /npm run openapi/);
  assert.match(problems, /^openapi was "3\.1\.1", is "3\.1\.2"$/m);
});

test('members that came, went or changed are told apart', () => {
  const before = { a: 1, b: { c: [1, 2] }, d: true };
  const after = { a: 2, b: { c: [1] }, e: true };
  assert.deepEqual(jsonDifferences(before, after), [
    'a was 1, is 2',
    'b.c.1 is gone',
    'd is gone',
    'e is new',
  ]);
});
