import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wirePages } from './wire-pages.ts';

test('the tables of docs/wire are what the declarations say; npm run openapi writes them', () => {
  const stale = wirePages().filter(({ text, made }) => text !== made);
  assert.deepEqual(
    stale.map(({ file }) => file.pathname.split('/').at(-1)),
    [],
  );
});
