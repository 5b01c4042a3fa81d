import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asObject } from './json-object.js';
import { rowsOf, typeOf } from './schema-rows.js';

const schema = {
  type: 'object',
  required: ['achievements'],
  properties: {
    achievements: {
      type: 'array',
      maxItems: 100,
      items: { type: 'object', properties: { id: { type: 'string', description: 'an id' } } },
    },
    rarity: {
      anyOf: [{ type: 'null' }, { type: 'object', properties: { share: { type: 'number' } } }],
    },
  },
};

test('members within others stand behind them, one deeper', () => {
  const rows = rowsOf(schema, asObject).map(({ name, depth }) => `${depth} ${name}`);
  assert.deepEqual(rows, ['0 achievements', '1 id', '0 rarity', '1 share']);
});

test('a row says what must be there and what the rules are', () => {
  const [achievements, id] = rowsOf(schema, asObject);
  assert.deepEqual(achievements, {
    name: 'achievements',
    depth: 0,
    type: 'list of object',
    isRequired: true,
    rule: 'at most 100 entries',
  });
  assert.equal(id?.rule, 'an id');
});

const types: readonly (readonly [unknown, string])[] = [
  [{ type: 'integer' }, 'whole number'],
  [{ type: ['string', 'null'] }, 'text or null'],
  [{ enum: ['Rate', 'Concurrency'] }, '"Rate" | "Concurrency"'],
  [{ anyOf: [{ type: 'string' }, { type: 'string' }] }, 'text'],
  [{}, 'any value'],
];

for (const [one, words] of types) {
  test(`${JSON.stringify(one)} is told as ${words}`, () => {
    assert.equal(typeOf(one, asObject), words);
  });
}
