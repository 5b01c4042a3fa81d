import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWireDocument } from './wire-document.js';

const json = {
  info: { version: '1.2.3', description: 'All of it.' },
  tags: [{ name: 'achievements', description: 'achievements.example, or behind /achievements' }],
  paths: {
    '/achievements/users/{user}/achievements': {
      get: {
        operationId: 'achievements.list',
        tags: ['achievements'],
        summary: 'A list',
        parameters: [{ $ref: '#/components/parameters/user' }],
        security: [{ serviceToken: [] }],
        responses: {
          200: { description: 'As asked.', content: { 'application/json': { schema: {} } } },
          404: { $ref: '#/components/responses/none' },
        },
      },
    },
  },
  components: {
    parameters: { user: { name: 'user', in: 'path', required: true, schema: { type: 'string' } } },
    responses: { none: { description: 'Nobody.', headers: { 'Retry-After': {} } } },
  },
};

test('operations are grouped by host, with references followed', () => {
  const [group] = readWireDocument(json).groups;
  const operation = group?.operations[0];
  assert.equal(group?.where, 'achievements.example, or behind /achievements');
  assert.equal(operation?.method, 'GET');
  assert.equal(operation?.audience, 'player');
  assert.deepEqual(operation?.parameters[0], {
    name: 'user',
    place: 'path',
    isRequired: true,
    rule: '',
    schema: { type: 'string' },
  });
});

test('answers and refusals are told apart', () => {
  const [group] = readWireDocument(json).groups;
  const operation = group?.operations[0];
  assert.deepEqual(
    operation?.answers.map(({ status }) => status),
    [200],
  );
  assert.deepEqual(operation?.refusals, [
    { status: 404, when: 'Nobody.', headers: ['Retry-After'], contentType: '', schema: undefined },
  ]);
});

test('what is no description of a wire gives an empty one', () => {
  for (const value of [null, 'text', [], { paths: 3 }]) {
    assert.deepEqual(readWireDocument(value).groups, []);
  }
});
