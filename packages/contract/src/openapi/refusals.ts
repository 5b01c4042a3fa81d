import { type HostName, hosts } from '../host.ts';
import { bodyBytesMaxDefault, type Route } from '../route.ts';
import { Problem, RateLimited, ServiceError, TokenRefused } from '../schema/errors.ts';
import type { JsonObject } from './json-object.ts';
import type { SharedSchemas } from './shared-schemas.ts';

/** Which error bodies a host answers with. */
type HostKind = 'service' | 'tokens' | 'management';

function kindOf(host: HostName): HostKind {
  const { service } = hosts[host];
  if (service === 'Laurel') return 'management';
  return service === 'Tokens' ? 'tokens' : 'service';
}

/**
 * When each refusal of an operation is given, by status: its own, and those that every operation
 * of its kind has. The latter alone are shared by all operations.
 */
export function refusalsOf(route: Route, shared: SharedRefusals): JsonObject {
  const kind = kindOf(route.host);
  const common = new Map<number, readonly string[]>();
  for (const [status, reason] of commonRefusals(route, kind)) {
    common.set(status, [...(common.get(status) ?? []), reason]);
  }
  const own = Object.entries(route.refusals).map(([status, reason]) => {
    const reasons = [reason, ...(common.get(Number(status)) ?? [])];
    return [status, response(Number(status), reasons, kind)] as const;
  });
  const references = [...common]
    .filter(([status]) => !Object.hasOwn(route.refusals, status))
    .map(([status, reasons]) => {
      return [
        String(status),
        shared.refer(response(status, reasons, kind), `${kind}${status}`),
      ] as const;
    });
  return Object.fromEntries([...own, ...references].sort(([a], [b]) => Number(a) - Number(b)));
}

/** Collects the refusals that many operations have. */
export type SharedRefusals = {
  /** Gives a reference to a response, or the response itself where the name stands for another. */
  refer(response: JsonObject, name: string): JsonObject;
  readonly named: Readonly<Record<string, JsonObject>>;
};

/** Builds an empty collection. */
export function createSharedRefusals(): SharedRefusals {
  const named: Record<string, JsonObject> = {};
  return {
    named,
    refer(response, name) {
      const known = named[name] ?? response;
      if (JSON.stringify(known) !== JSON.stringify(response)) return response;
      named[name] = response;
      return { $ref: `#/components/responses/${name}` };
    },
  };
}

function commonRefusals(route: Route, kind: HostKind): readonly (readonly [number, string])[] {
  const { audience, contractVersions } = route;
  const takesParts = Object.keys(route.params.shape).length + Object.keys(route.query.shape).length;
  const takesBody = route.body !== null || takesBytes(route);
  const found: (readonly [number, string])[] = [
    [408, 'the request did not arrive whole in time; the connection is closed'],
    [500, 'the service failed; nothing was changed'],
    [503, 'the service cannot take this now; Retry-After says when to try again'],
  ];
  if (takesParts > 0 || route.body !== null) {
    found.push([400, 'a part of the path, the query or the body is not as declared here']);
  }
  if (takesBody) found.push([413, `the body is larger than ${route.bodyBytesMax} bytes`]);
  if (kind !== 'management') {
    found.push([301, 'the host has moved for good; Location says where to']);
    found.push([307, 'the host has moved for now; Location says where to']);
  }
  if (audience === 'manager') found.push([401, 'the management key is missing or wrong']);
  if (audience !== 'anyone' && audience !== 'manager') {
    found.push([401, 'the token or key is missing, unreadable, expired or not valid; no body']);
    found.push([429, 'too many requests to this service; Retry-After says when to try again']);
  }
  if (kind === 'tokens') {
    found.push([429, 'too many requests from this address; Retry-After says when to try again']);
  }
  if (audience === 'player' || isByNonce(audience))
    found.push([403, 'the token has no user claim']);
  if (contractVersions !== null) {
    found.push([406, `the contract version is none of ${contractVersions.join(', ')}`]);
  }
  return found;
}

function isByNonce(audience: Route['audience']): boolean {
  return audience === 'nonce' || audience === 'stream';
}

/** Whether an operation reads a body that is no JSON: it has a limit of its own and no schema. */
export function takesBytes({ body, bodyBytesMax }: Route): boolean {
  return body === null && bodyBytesMax !== bodyBytesMaxDefault;
}

const headersByStatus: Readonly<Record<number, readonly string[]>> = {
  301: ['Location'],
  307: ['Location'],
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

function response(status: number, reasons: readonly string[], kind: HostKind): JsonObject {
  const names = headersByStatus[status] ?? [];
  const headers = names.map((name) => [name, { $ref: `#/components/headers/${name}` }] as const);
  const content = contentOf(status, kind);
  return {
    description: sentence(reasons),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(content !== null && { content }),
  };
}

function sentence(reasons: readonly string[]): string {
  const text = reasons.join('; or ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function contentOf(status: number, kind: HostKind): JsonObject | null {
  if (status === 301 || status === 307) return null;
  if (kind === 'management') return { 'application/problem+json': refer('Problem') };
  if (status === 401) return kind === 'tokens' ? json('TokenRefused') : null;
  return json(status === 429 ? 'RateLimited' : 'ServiceError');
}

function json(name: string): JsonObject {
  return { 'application/json': refer(name) };
}

function refer(name: string): JsonObject {
  return { schema: { $ref: `#/components/schemas/${name}` } };
}

/** Puts the error bodies among the shared schemas. */
export function shareErrorBodies(shared: SharedSchemas): void {
  for (const schema of [ServiceError, RateLimited, TokenRefused, Problem]) {
    shared.write(schema.array(), 'output');
  }
}

/** The headers of refusals. */
export const refusalHeaders: JsonObject = {
  Location: {
    description: 'Where the host is now, with the path and query of the request.',
    schema: { type: 'string', format: 'uri' },
  },
  'Retry-After': {
    description: 'In how many seconds to try again.',
    schema: { type: 'integer', minimum: 0 },
  },
  'WWW-Authenticate': {
    description: 'Which authorization is asked for, and what is wrong with the one that came.',
    schema: { type: 'string' },
  },
};
