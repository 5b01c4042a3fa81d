import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchGroups } from './operation-search.js';
import { readWireDocument } from './wire-document.js';

const operation = (operationId: string, tag: string, summary: string) => ({
  get: { operationId, tags: [tag], summary },
});

const { groups } = readWireDocument({
  tags: [{ name: 'social' }, { name: 'profile' }],
  paths: {
    '/social/users/{user}/people': operation('social.list', 'social', 'The people one follows'),
    '/profile/users/{user}': operation('profile.one', 'profile', 'The profile of a player'),
  },
});

const found = (search: string) =>
  searchGroups(groups, search).flatMap(({ operations }) => operations.map(({ id }) => id));

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['', ['social.list', 'profile.one']],
  ['  PEOPLE  ', ['social.list']],
  ['get profile', ['profile.one']],
  ['people profile', []],
];

for (const [search, ids] of cases) {
  test(`the search "${search}" finds ${ids.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(found(search), ids);
  });
}
