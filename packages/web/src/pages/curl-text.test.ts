import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curlText } from './curl-text.js';
import { asObject } from './json-object.js';
import type { Operation } from './wire-document.js';

const instance = { origin: 'http://localhost:4000', resolve: asObject };

const list: Operation = {
  id: 'achievements.list',
  tag: 'achievements',
  method: 'GET',
  path: '/achievements/users/{user}/achievements',
  hostAddress: '',
  summary: '',
  description: '',
  audience: 'player',
  parameters: [parameter('user', 'path', 'xuid(1)'), parameter('titleId', 'query', '7')],
  body: undefined,
  answers: [],
  refusals: [],
};

function parameter(name: string, place: string, example: string) {
  const isRequired = true;
  return { name, place, isRequired, rule: '', schema: { type: 'string', examples: [example] } };
}

test('a path is filled with examples and a token is a variable', () => {
  assert.equal(
    curlText(list, instance),
    [
      "curl 'http://localhost:4000/achievements/users/xuid(1)/achievements?titleId=7' \\",
      '  -H "Authorization: $AUTHORIZATION"',
    ].join('\n'),
  );
});

test('a body is sent as JSON, safe from the shell', () => {
  const schema = { const: { note: "it's" } };
  const body = { contentType: 'application/json', schema };
  const text = curlText({ ...list, method: 'POST', body }, instance);
  assert.match(text, /^curl -X POST /);
  assert.ok(text.endsWith(`-d '{"note":"it'\\''s"}'`));
});

test('bytes are sent from a file', () => {
  const body = { contentType: 'application/octet-stream', schema: undefined };
  assert.match(curlText({ ...list, body }, instance), /--data-binary @FILE$/);
});

test('management is called with its own key', () => {
  const text = curlText({ ...list, audience: 'manager' }, instance);
  assert.match(text, /Bearer \$LAUREL_KEY/);
});
