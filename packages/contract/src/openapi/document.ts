import { routes } from '../all-routes.ts';
import { type HostName, hosts } from '../host.ts';
import type { Route } from '../route.ts';
import type { JsonObject } from './json-object.ts';
import { operationObject, pathOf } from './operation-object.ts';
import { createSharedRefusals, refusalHeaders, shareErrorBodies } from './refusals.ts';
import { createSharedSchemas } from './shared-schemas.ts';

/** The version of the workspace, which its packages share. */
export const wireVersion = '0.1.0';

/**
 * Describes every operation as OpenAPI 3.1. Paths carry the prefix of their host, as any instance
 * serves them; `x-host-address` is the address that clients with the host built in use.
 */
export function openApiDocument(declared: readonly Route[] = routes): JsonObject {
  const shared = { schemas: createSharedSchemas(), refusals: createSharedRefusals() };
  shareErrorBodies(shared.schemas);
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of declared) {
    const path = pathOf(route);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationObject(route, shared) };
  }
  return {
    openapi: '3.1.1',
    info: about,
    servers: [{ url: '/', description: 'This instance, every host behind its own prefix.' }],
    tags: tagsOf(declared),
    paths,
    components: {
      schemas: sorted(shared.schemas.named),
      responses: sorted(shared.refusals.named),
      parameters,
      headers: refusalHeaders,
      securitySchemes,
    },
  };
}

let text: string | undefined;

/** The document as it is committed and served; written once, when it is first asked for. */
export function openApiText(): string {
  text ??= `${JSON.stringify(openApiDocument(), null, 2)}\n`;
  return text;
}

const about = {
  title: 'Laurel',
  version: wireVersion,
  summary: 'A self-hosted achievements service.',
  description: [
    'Every host of the protocol answers in two places: under its own name, for clients that have it',
    'built in, and behind a prefix of this instance, as the paths here show. Names in a query match',
    'in any case, and unknown ones are ignored. Ids of players, achievements and service',
    'configurations are texts. Laurel is independent of Microsoft.',
  ].join(' '),
  license: { name: 'MIT', identifier: 'MIT' },
};

function tagsOf(declared: readonly Route[]): readonly JsonObject[] {
  const used = new Set(declared.map(({ host }) => host));
  const all = Object.entries(hosts) as [HostName, (typeof hosts)[HostName]][];
  return all
    .filter(([short]) => used.has(short))
    .map(([short, { name, prefix }]) => ({
      name: short,
      description: name === '' ? `Our own, behind ${prefix}` : `${name}, or behind ${prefix}`,
    }));
}

function sorted(named: Readonly<Record<string, JsonObject>>): JsonObject {
  return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const parameters: JsonObject = {
  contractVersion: {
    name: 'x-xbl-contract-version',
    in: 'header',
    required: false,
    description:
      'Picks the form of the answer: 2 modern, 4 modern with rarity, 1 Xbox 360, 3 Xbox 360 with rarity; 0 is as 1.',
    schema: { type: 'integer', minimum: 0, maximum: 5, default: 1 },
  },
  acceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'Languages in the order in which texts are looked for.',
    schema: { type: 'string', examples: ['fr-FR, fr, en-US, en'] },
  },
};

const securitySchemes: JsonObject = {
  serviceToken: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'XBL3.0 x=<user hash>;<token>, as the token hosts give them.',
  },
  titleServerKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'The key of a service that reports for the players of its own title.',
  },
  nonce: {
    type: 'apiKey',
    in: 'query',
    name: 'nonce',
    description: 'What GET /nonce of the real-time host gave, for browsers; with no other header.',
  },
  managementKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'The key of the instance, for our own API.',
  },
};
