import { equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configTable } from './config-table.ts';

const manual = new URL('../../../../docs/operating/configuration.md', import.meta.url);

test('the manual holds the table of settings as it is', () => {
  const text = readFileSync(manual, 'utf8');
  const [, table = ''] = text.split('<!-- table of settings -->\n');
  equal(table, configTable());
});

test('no cell of the table is empty', () => {
  for (const line of configTable()
    .split('\n')
    .filter((text) => text.startsWith('|'))) {
    ok(!/\|\s*\|/.test(line), line);
  }
});
