import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleOf, formsOf, referredName } from './json-example.js';
import { asObject, type JsonObject } from './json-object.js';

const page = { type: 'object', properties: { count: { type: 'integer', minimum: 3 } } };
const loop = { type: 'object', properties: { next: { $ref: 'Loop' } } };
const named: Readonly<Record<string, JsonObject>> = { Page: page, Loop: loop };

function resolve(value: unknown): JsonObject {
  const { $ref } = asObject(value);
  return typeof $ref === 'string' ? asObject(named[$ref]) : asObject(value);
}

const cases: readonly (readonly [string, unknown, unknown])[] = [
  ['its own example goes before everything', { type: 'string', examples: ['seven'] }, 'seven'],
  ['a constant is its only value', { const: 7 }, 7],
  ['the first of a closed set is shown', { enum: ['Achieved', 'InProgress'] }, 'Achieved'],
  ['a reference is followed', { $ref: 'Page' }, { count: 3 }],
  ['a list has one entry', { type: 'array', items: { type: 'boolean' } }, [false]],
  ['the first of several forms is shown', { anyOf: [{ type: 'null' }, { type: 'string' }] }, null],
  ['parts are put together', { allOf: [{ $ref: 'Page' }, {}] }, { count: 3 }],
  [
    'a member is shown as the wire has it',
    { properties: { titleId: { type: ['string', 'integer'] }, xuid: { type: 'string' } } },
    { titleId: 1853190001, xuid: '2533274800000001' },
  ],
];

for (const [promise, schema, example] of cases) {
  test(promise, () => {
    assert.deepEqual(exampleOf(schema, resolve), example);
  });
}

test('a minimal example leaves out what may be left out', () => {
  const schema = {
    properties: { must: { type: 'boolean' }, may: { type: 'boolean' } },
    required: ['must'],
  };
  assert.deepEqual(exampleOf(schema, resolve, { isMinimal: true }), { must: false });
  assert.deepEqual(exampleOf(schema, resolve), { must: false, may: false });
});

test('a schema that holds itself ends', () => {
  assert.match(JSON.stringify(exampleOf({ $ref: 'Loop' }, resolve)), /"next":null/);
});

test('each of several forms has its name', () => {
  const forms = formsOf({ anyOf: [{ $ref: 'Page' }, { type: 'string' }] }, resolve);
  assert.deepEqual(
    forms.map(({ name }) => name),
    ['Page', 'Form 2'],
  );
  assert.equal(referredName({ $ref: '#/components/schemas/Page' }), 'Page');
});
