import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildRequest, changedRequest } from './http-request.ts';
import type { JsonObject } from './json.ts';

const supply = async (name: string) => `<${name}>`;
const byHost = { supply, addressing: 'host' } as const;
const byPrefix = { supply, addressing: 'prefix' } as const;

const update: JsonObject = {
  method: 'POST',
  host: 'achievements.xboxlive.com',
  path: '/users/me/achievements/s/update',
  headers: { Authorization: '{{token:alice}}' },
  body: { userId: '1', achievements: [{ id: '3', percentComplete: 10 }, { id: '4' }] },
};

describe('a request of a case', () => {
  test('is sent with its templates filled', async () => {
    const { headers, body } = await buildRequest(
      { ...update, body: { token: 'd={{msa:alice}}' } },
      byHost,
    );
    assert.deepEqual(headers, { Authorization: '<token:alice>' });
    assert.equal(String(body), '{"token":"d=<msa:alice>"}');
  });

  test('is sent with a raw body as it stands', async () => {
    const { body } = await buildRequest({ path: '/', rawBody: '{"action":' }, byHost);
    assert.equal(String(body), '{"action":');
  });

  test('goes to its host, or by the prefix that stands for it', async () => {
    const { host, path } = await buildRequest(update, byHost);
    assert.deepEqual([host, path], [update.host, update.path]);
    const prefixed = await buildRequest(update, byPrefix);
    assert.equal(prefixed.host, null);
    assert.equal(prefixed.path, `/achievements${String(update.path)}`);
  });

  test('with a member that is not known is refused', async () => {
    await assert.rejects(buildRequest({ path: '/', cookies: {} }, byHost), /cookies/);
  });
});

describe('a change of a request', () => {
  const rows: readonly [string, JsonObject, JsonObject][] = [
    [
      'replaces the id of the first achievement',
      { id: '6' },
      body([{ id: '6', percentComplete: 10 }, { id: '4' }]),
    ],
    [
      'replaces its percent',
      { percentComplete: 7 },
      body([{ id: '3', percentComplete: 7 }, { id: '4' }]),
    ],
    ['replaces another member of the body', { userId: '2' }, { ...body(), userId: '2' }],
    ['replaces the whole body', { body: { a: 1 } }, { a: 1 }],
  ];
  function body(achievements = [{ id: '3', percentComplete: 10 }, { id: '4' }] as unknown[]) {
    return { userId: '1', achievements } as unknown as JsonObject;
  }
  for (const [name, changes, expected] of rows) {
    test(name, () => assert.deepEqual(changedRequest(update, changes).body, expected));
  }

  test('adds headers and keeps the others', () => {
    const { headers } = changedRequest(update, { headers: { Signature: 'x' } });
    assert.deepEqual(headers, { Authorization: '{{token:alice}}', Signature: 'x' });
  });
});
