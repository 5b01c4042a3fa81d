import type { z } from 'zod';
import { hosts } from '../host.ts';
import type { Audience, Fields, Route } from '../route.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { refusalsOf, type SharedRefusals, takesBytes } from './refusals.ts';
import type { SharedSchemas } from './shared-schemas.ts';

/** The path of an operation on any instance: behind the prefix of its host. */
export function pathOf({ host, path }: Route): string {
  return `${hosts[host].prefix}${braced(path)}`;
}

function braced(path: string): string {
  return path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
}

/** Hosts whose answers hold texts in the language that is asked for. */
const localizedHosts: readonly string[] = [
  'achievements',
  'titlehub',
  'avty',
  'activityhub',
  'rta',
];

/** What the operations of a document have in common. */
export type Shared = { readonly schemas: SharedSchemas; readonly refusals: SharedRefusals };

/** Writes an operation. */
export function operationObject(route: Route, { schemas, refusals }: Shared): JsonObject {
  const { name } = hosts[route.host];
  const requestBody = requestBodyOf(route, schemas);
  return {
    operationId: route.id,
    tags: [route.host],
    summary: route.summary,
    ...(route.description !== '' && { description: route.description }),
    parameters: parametersOf(route, schemas),
    ...(requestBody !== null && { requestBody }),
    responses: { ...answersOf(route, schemas), ...refusalsOf(route, refusals) },
    security: security[route.audience],
    ...(name !== '' && { 'x-host-address': `https://${name}${braced(route.path)}` }),
  };
}

const player = [{ serviceToken: [] }, { titleServerKey: [] }];

const nonce = [{ serviceToken: [] }, { nonce: [] }];

const security = {
  anyone: [],
  token: player,
  player,
  nonce,
  stream: nonce,
  manager: [{ managementKey: [] }],
} satisfies Record<Audience, readonly JsonObject[]>;

function parametersOf(route: Route, shared: SharedSchemas): readonly JsonObject[] {
  const refer = (name: string) => ({ $ref: `#/components/parameters/${name}` });
  return [
    ...fieldParameters(route.params, 'path', shared),
    ...fieldParameters(route.query, 'query', shared),
    ...(route.contractVersions === null ? [] : [refer('contractVersion')]),
    ...(localizedHosts.includes(route.host) ? [refer('acceptLanguage')] : []),
  ];
}

function fieldParameters(
  fields: Fields,
  place: 'path' | 'query',
  shared: SharedSchemas,
): readonly JsonObject[] {
  const { properties, required } = shared.write(fields, 'input');
  const names = Array.isArray(required) ? required : [];
  return Object.entries(isJsonObject(properties) ? properties : {}).map(([name, member]) => {
    const { description, ...schema } = isJsonObject(member) ? member : {};
    return {
      name,
      in: place,
      required: place === 'path' || names.includes(name),
      ...(description !== undefined && { description }),
      schema,
    };
  });
}

function requestBodyOf(route: Route, shared: SharedSchemas): JsonObject | null {
  if (route.body !== null)
    return { required: true, content: contentOf(route.body, 'input', shared) };
  if (!takesBytes(route)) return null;
  return { required: true, content: { 'application/octet-stream': {} } };
}

const phrases: Readonly<Record<number, string>> = {
  101: 'The connection speaks the other protocol from here on.',
  200: 'As asked.',
  201: 'It was made.',
  202: 'It was accepted.',
  204: 'It is done; no body.',
  304: 'Nothing changed; no body.',
};

function answersOf({ answers }: Route, shared: SharedSchemas): JsonObject {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => {
      const description = phrases[Number(status)] ?? 'As asked.';
      const content = schema === null ? {} : { content: contentOf(schema, 'output', shared) };
      return [status, { description, ...content }];
    }),
  );
}

function contentOf(
  schema: z.ZodType,
  direction: 'input' | 'output',
  shared: SharedSchemas,
): JsonObject {
  const format = schema.meta()?.format;
  if (format === 'binary') return { 'application/octet-stream': {} };
  if (format === 'event-stream') return { 'text/event-stream': { schema: { type: 'string' } } };
  return { 'application/json': { schema: shared.write(schema, direction) } };
}
