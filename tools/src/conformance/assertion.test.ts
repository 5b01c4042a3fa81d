import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkFact } from './assertion.ts';
import type { Json } from './json.ts';

const page = {
  achievements: [
    { id: '1', state: 'Achieved', at: '2026-01-01', rewards: [], rarity: { percent: 64.86 } },
    { id: '2', state: 'InProgress', at: '2025-01-01', rewards: [], rarity: { percent: 16.05 } },
    { id: '10', state: 'NotStarted', at: '2024-01-01', rewards: [], rarity: { percent: 5 } },
  ],
  total: 3,
  token: null,
  name: 'Kiln & Ember',
  empty: [],
};

function check(path: string, op: string, value?: Json): string | null {
  const text = JSON.stringify(page);
  const body = { text, byteLength: Buffer.byteLength(text) };
  const fact = value === undefined ? { path, op } : { path, op, value };
  return checkFact(fact, body, new Map());
}

describe('an assertion holds', () => {
  const rows: readonly [string, string, Json?][] = [
    ['$.total', 'eq', 3],
    ['$.achievements[*].id', 'eq', ['1', '2', '10']],
    ['$.achievements[?id==2].state', 'eq', 'InProgress'],
    ['$.achievements[?id==2].state', 'eq', ['InProgress']],
    ['$.achievements[?id==77]', 'eq', []],
    ['$.total', 'ne', 4],
    ['$.nothing', 'ne', 4],
    ['$.token', 'exists'],
    ['$.token', 'eq', null],
    ['$.achievements[?id==2]', 'exists'],
    ['$.nothing', 'absent'],
    ['$.achievements[0].reward', 'absent'],
    ['$.achievements[?id==77]', 'absent'],
    ['$.name', 'type', 'string'],
    ['$.total', 'type', 'integer'],
    ['$.total', 'type', 'number'],
    ['$.achievements[0].rarity.percent', 'type', 'number'],
    ['$.token', 'type', 'null'],
    ['$.token', 'type', ['string', 'null']],
    ['$.achievements', 'type', 'array'],
    ['$', 'type', 'object'],
    ['$.achievements', 'len', 3],
    ['$.achievements[*].id', 'len', 3],
    ['$.achievements', 'lenLte', 3],
    ['$.name', 'matches', '^Kiln'],
    ['$.total', 'in', [1, 2, 3]],
    ['$.achievements[*].id', 'contains', '10'],
    ['$.name', 'contains', '&'],
    [
      '$.achievements',
      'contains',
      { id: '2', state: '$any', at: '$any', rewards: [], rarity: '$any' },
    ],
    ['$.achievements[*].state', 'each', ['in', ['Achieved', 'InProgress', 'NotStarted']]],
    [
      '$.achievements[*]',
      'each',
      [
        ['exists', 'id'],
        ['exists', 'rarity.percent'],
        ['absent', 'x'],
      ],
    ],
    ['$.achievements[*].rewards', 'each', ['type', 'array']],
    ['$.achievements', 'each', [{ path: '$.id', op: 'matches', value: '^\\d+$' }]],
    ['$.empty[*]', 'each', ['eq', 1]],
    ['$.achievements', 'sortedBy', 'id'],
    ['$.achievements', 'sortedBy', 'id asc'],
    ['$.achievements', 'sortedBy', 'at desc'],
    ['$.achievements', 'sortedBy', '-at'],
    ['$.achievements', 'sortedBy', ['at', 'desc']],
    ['$.achievements', 'sortedBy', { path: '$.at', order: 'desc' }],
    ['$.achievements', 'sortedBy', 'percent desc'],
    ['$.achievements[*].at', 'sortedBy', 'desc'],
    ['$', 'rawMatches', '"percent":\\s*64\\.86'],
    ['$', 'bodyAny'],
  ];
  for (const [path, op, value] of rows) {
    test(`${path} ${op} ${JSON.stringify(value)}`, () => {
      assert.equal(check(path, op, value), null);
    });
  }
});

describe('an assertion does not hold', () => {
  const rows: readonly [string, string, Json?][] = [
    ['$.total', 'eq', '3'],
    ['$.nothing', 'eq', null],
    ['$.total', 'ne', 3],
    ['$.nothing', 'exists'],
    ['$.achievements[?id==77]', 'exists'],
    ['$.token', 'absent'],
    ['$.achievements[0].rarity.percent', 'type', 'integer'],
    ['$.token', 'type', 'object'],
    ['$.achievements', 'type', 'object'],
    ['$.nothing', 'type', 'string'],
    ['$.achievements', 'len', 2],
    ['$.total', 'len', 3],
    ['$.achievements', 'lenLte', 2],
    ['$.total', 'matches', '3'],
    ['$.name', 'matches', '^Ember'],
    ['$.total', 'in', [1, 2]],
    ['$.nothing', 'in', [null]],
    ['$.achievements[*].id', 'contains', 10],
    ['$.achievements[*].state', 'each', ['eq', 'Achieved']],
    [
      '$.achievements[*]',
      'each',
      [
        ['exists', 'id'],
        ['exists', 'name'],
      ],
    ],
    ['$.achievments[*]', 'each', ['exists', 'id']],
    ['$.total', 'each', ['eq', 3]],
    ['$.achievements', 'sortedBy', 'id desc'],
    ['$.achievements', 'sortedBy', 'at'],
    ['$.achievements', 'sortedBy', 'misspelt'],
    ['$', 'rawMatches', '"percent":\\s*5\\.0'],
    ['$', 'empty'],
    ['$.total', 'lenGt', 1],
    ['$.total', 'eq'],
    ['$.total[', 'eq', 3],
  ];
  for (const [path, op, value] of rows) {
    test(`${path} ${op} ${JSON.stringify(value)}`, () => {
      assert.equal(typeof check(path, op, value), 'string');
    });
  }

  test('on a body that is no JSON, and says so', () => {
    const body = { text: '<html>', byteLength: 6 };
    const reason = checkFact({ path: '$.a', op: 'eq', value: 1 }, body, new Map());
    assert.match(String(reason), /not JSON/);
  });
});

test('an empty body is one without a byte', () => {
  const nothing = { text: '', byteLength: 0 };
  assert.equal(checkFact({ path: '$', op: 'empty' }, nothing, new Map()), null);
  assert.equal(checkFact({ path: '$', op: 'bodyAny' }, nothing, new Map()), null);
});
