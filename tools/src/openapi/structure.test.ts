import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { openApiDocument, routes } from '@laurel/contract';
import { structureProblems } from './structure.ts';

test('the description of the wire keeps the rules of OpenAPI 3.1', () => {
  assert.deepEqual(structureProblems(openApiDocument()), []);
});

test('every file of routes is gathered', async () => {
  const folder = new URL('../../../packages/contract/src/routes/', import.meta.url);
  const gathered = new Set(routes.map(({ id }) => id));
  for (const file of readdirSync(folder).filter((name) => !name.endsWith('.test.ts'))) {
    const module: Record<string, unknown> = await import(new URL(file, folder).href);
    const ids = Object.values(module).flatMap((value) => idOf(value) ?? []);
    assert.notEqual(ids.length, 0, file);
    for (const id of ids) assert.ok(gathered.has(id), `${file} declares ${id}`);
  }
});

test('no two operations share an id or an address', () => {
  const ids = routes.map(({ id }) => id);
  const addresses = routes.map(({ host, method, path }) => {
    return `${host} ${method} ${path.replaceAll(/:[A-Za-z]+/g, ':')}`;
  });
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(addresses).size, addresses.length);
});

describe('what is wrong is named', () => {
  const good = { description: 'As asked.' };
  const documentWith = (operation: object) => ({
    openapi: '3.1.1',
    paths: { '/titles/{titleId}': { get: { operationId: 'one', ...operation } } },
    components: { securitySchemes: {} },
  });
  const titleId = { name: 'titleId', in: 'path', required: true };
  const cases = [
    [{ responses: { 200: good } }, 'get /titles/{titleId} does not describe {titleId}'],
    [{ parameters: [titleId] }, 'get /titles/{titleId} has no responses'],
    [
      { parameters: [titleId], responses: { 200: {} } },
      'get /titles/{titleId} 200 is not described',
    ],
    [
      { parameters: [titleId], responses: { 200: good }, produces: [] },
      'get /titles/{titleId} has a member "produces"',
    ],
    [
      { parameters: [titleId], responses: { 200: good }, security: [{ cookie: [] }] },
      'get /titles/{titleId} asks for cookie, which is no security scheme',
    ],
    [
      {
        parameters: [titleId],
        responses: { 200: { ...good, content: { $ref: '#/components/schemas/None' } } },
      },
      '#/components/schemas/None refers to nothing',
    ],
  ] as const;
  for (const [operation, problem] of cases) {
    test(`a document is refused because ${problem}`, () => {
      assert.deepEqual(structureProblems(documentWith(operation)), [problem]);
    });
  }
});

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('answers' in value)) return undefined;
  const id: unknown = Reflect.get(value, 'id');
  return typeof id === 'string' ? id : undefined;
}
