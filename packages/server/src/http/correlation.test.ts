import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCorrelationIds } from './correlation.ts';

test('ids are GUIDs of one process, counted from one', () => {
  const next = createCorrelationIds();
  const ids = Array.from({ length: 10_000 }, next);
  const [first = ''] = ids;
  assert.match(first, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-000000000001$/);
  const process = first.slice(0, -12);
  for (const [place, id] of ids.entries()) {
    assert.equal(id, process + (place + 1).toString(16).padStart(12, '0'));
  }
  assert.notEqual(createCorrelationIds()().slice(0, -12), process);
});
