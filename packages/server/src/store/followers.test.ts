import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFollowers } from './followers.ts';
import type { Change } from './store.ts';

test('what a follower throws is told apart, and the next one is told all the same', () => {
  const failures: unknown[] = [];
  const told: Change[] = [];
  const followers = createFollowers((cause) => failures.push(cause));
  const failure = new Error('a follower that fails');
  followers.follow(() => {
    throw failure;
  });
  followers.follow((change) => told.push(change));
  followers.tell({ kind: 'Replaced' });
  assert.deepEqual(failures, [failure]);
  assert.deepEqual(told, [{ kind: 'Replaced' }]);
});
