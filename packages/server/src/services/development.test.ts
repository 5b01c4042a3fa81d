import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDevelopment } from './development.ts';
import { refused } from './refused.ts';

function rehearsal(isSnapshot: boolean) {
  const calls: string[] = [];
  const note = (name: string) => async () => {
    calls.push(name);
  };
  const store = {
    clear: note('clear'),
    snapshot: async () => new Uint8Array([1]),
    restore: async () => {
      calls.push('restore');
      return isSnapshot;
    },
  };
  const memories = [{ forget: note('catalog') }, { forget: note('bodies') }];
  return { calls, development: createDevelopment({ store, memories }) };
}

test('what is in memory is forgotten in its order, after the store was emptied', async () => {
  const { calls, development } = rehearsal(true);
  await development.clear();
  assert.deepEqual(calls, ['clear', 'catalog', 'bodies']);
});

test('what is in memory is forgotten after a snapshot was put back', async () => {
  const { calls, development } = rehearsal(true);
  await development.restore(await development.snapshot());
  assert.deepEqual(calls, ['restore', 'catalog', 'bodies']);
});

test('what is no snapshot is refused and nothing is forgotten', async () => {
  const { calls, development } = rehearsal(false);
  await assert.rejects(development.restore(new Uint8Array(3)), refused('Conflict'));
  assert.deepEqual(calls, ['restore']);
});
