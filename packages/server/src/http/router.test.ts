import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getAchievement, listAchievements, type Route, updateAchievements } from '@laurel/contract';
import { createRouter } from './router.ts';

const operations = [getAchievement, listAchievements, updateAchievements].map((route) => ({
  route: route as unknown as Route,
  handle: () => ({ status: 200, headers: {} }),
}));
const route = createRouter(operations);
const host = 'achievements';

test('the earlier word wins over a named segment', () => {
  const found = route({
    host,
    method: 'POST',
    segments: ['users', 'me', 'achievements', 's', 'update'],
  });
  assert.equal(found.kind === 'Match' && found.operation.route.id, 'achievements.update');
});

test('another method on the same form of path reaches the operation that has it', () => {
  const found = route({
    host,
    method: 'GET',
    segments: ['users', 'me', 'achievements', 's', 'update'],
  });
  assert.equal(found.kind === 'Match' && found.operation.route.id, 'achievements.detail');
});

test('a method nobody has names those that are taken', () => {
  const found = route({ host, method: 'PUT', segments: ['users', 'me', 'achievements'] });
  assert.deepEqual(found, { kind: 'WrongMethod', allowed: ['GET'] });
});

test('words match in any case and named segments are given as they came', () => {
  const found = route({ host, method: 'GET', segments: ['USERS', 'Me', 'Achievements'] });
  assert.deepEqual(found.kind === 'Match' && found.params, { user: 'Me' });
});

test('a path of another host is nothing', () => {
  const segments = ['users', 'me', 'achievements'];
  assert.equal(route({ host: 'profile', method: 'GET', segments }).kind, 'Nothing');
});
