import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repositoryRoot } from '../tidy/repository.ts';
import { readVectors } from './vectors.ts';

test('every sdk case of the vectors is a test of the client that carries its id', () => {
  const tests = globSync('packages/client/src/**/*.test.ts', { cwd: repositoryRoot })
    .map((path) => readFileSync(join(repositoryRoot, path), 'utf8'))
    .join('\n');
  const named = [...tests.matchAll(/\btest\((['`])(.*?)\1,/g)].map(([, , name = '']) => name);
  const { cases } = readVectors(join(repositoryRoot, 'fixtures/vectors/wire-vectors.json'));
  const ids = cases.filter(({ kind }) => kind === 'sdk').map(({ id }) => id);
  assert.ok(ids.length > 0);
  const missing = ids.filter((id) => !named.some((name) => name.includes(id)));
  assert.deepEqual(missing, []);
});
