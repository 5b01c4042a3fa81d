import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseVectors, UnreadableVectors } from './vectors.ts';

const world = { users: {}, titles: {}, state: {} };
const good = { id: 'A-1', kind: 'http', area: 'list', title: 'is read' };

function parsed(file: unknown) {
  return parseVectors('some.json', JSON.stringify(file));
}

test('a case of a kind that nobody knows is read and left to be skipped', () => {
  const { cases } = parsed({ world, cases: [{ ...good, kind: 'grpc' }] });
  assert.equal(cases[0]?.kind, 'grpc');
});

const unreadable: readonly [string, unknown, RegExp][] = [
  ['that is no object', [], /no JSON object/],
  ['without cases', { world }, /no array "cases"/],
  ['without a world', { cases: [good] }, /no object "world"/],
  ['with a case that is no object', { world, cases: ['A-1'] }, /case 0: it is no object/],
  ['with a case without id', { world, cases: [{ kind: 'http' }] }, /case 0: it has no id/],
  ['with a case without kind', { world, cases: [{ id: 'A-1' }] }, /A-1 has no kind/],
  ['with an id twice', { world, cases: [good, good] }, /case A-1 is there twice/],
  ['with a request that is text', { world, cases: [{ ...good, request: '' }] }, /a request that/],
];
for (const [what, file, message] of unreadable) {
  test(`a file ${what} is no vector file, and why is told`, () => {
    assert.throws(() => parsed(file), message);
  });
}

test('text that is no JSON is no vector file', () => {
  assert.throws(() => parseVectors('some.json', '{not'), UnreadableVectors);
  assert.throws(() => parseVectors('some.json', ''), UnreadableVectors);
});
