import { hosts } from '@laurel/contract';
import { isArray, isObject, type Json, type JsonObject } from './json.ts';
import { filled, type Supply } from './template.ts';
import type { WireRequest } from './wire.ts';

/** How a request finds its host: by the `Host` header, or by the prefix of its path. */
export type Addressing = 'host' | 'prefix';

const members = new Set(['method', 'host', 'path', 'headers', 'body', 'rawBody']);

/** The host of a request that names none. */
export const defaultHost = 'achievements.xboxlive.com';

/**
 * Makes a case's request ready to be sent.
 *
 * @throws {Error} by the result, for a member or a template that is not understood
 */
export async function buildRequest(
  request: JsonObject,
  { supply, addressing }: { supply: Supply; addressing: Addressing },
): Promise<WireRequest> {
  const strange = Object.keys(request).filter((name) => !members.has(name));
  if (strange.length > 0) throw new Error(`request has "${strange.join(', ')}", not understood`);
  const full = (await filled(request, supply)) as JsonObject;
  const { method = 'GET', host = defaultHost, path = '/' } = full;
  const headers = isObject(full.headers) ? full.headers : {};
  const texts = Object.entries(headers)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, String(value)]);
  return {
    method: String(method),
    ...addressOf({ host: String(host), path: String(path) }, addressing),
    headers: Object.fromEntries(texts),
    body: bodyOf(full),
  };
}

function bodyOf({ body, rawBody }: JsonObject): Buffer | null {
  if (typeof rawBody === 'string') return Buffer.from(rawBody);
  return body === undefined ? null : Buffer.from(JSON.stringify(body));
}

function addressOf(
  { host, path }: { host: string; path: string },
  addressing: Addressing,
): { host: string | null; path: string } {
  if (addressing === 'host') return { host, path };
  const known = Object.values(hosts).find(({ name }) => name === host.toLowerCase());
  return known === undefined ? { host, path } : { host: null, path: `${known.prefix}${path}` };
}

/**
 * A case's request with some of it replaced: `method`, `host`, `path`, `body` and `rawBody` whole,
 * `headers` one by one; `id` and `percentComplete` in the first achievement of the body; any other
 * name in the body.
 */
export function changedRequest(request: JsonObject, changes: JsonObject): JsonObject {
  let changed: JsonObject = request;
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'headers') changed = { ...changed, headers: merged(changed.headers, value) };
    else if (members.has(name)) changed = { ...changed, [name]: value };
    else changed = { ...changed, body: changedBody(changed.body, { name, value }) };
  }
  return changed;
}

function changedBody(body: Json | undefined, { name, value }: { name: string; value: Json }): Json {
  if (!isObject(body)) return { [name]: value };
  const { achievements } = body;
  const isOfAchievement = name === 'id' || name === 'percentComplete';
  if (!isOfAchievement || !isArray(achievements)) return { ...body, [name]: value };
  const [first = null, ...others] = achievements;
  return { ...body, achievements: [merged(first, { [name]: value }), ...others] };
}

function merged(one: Json | undefined, other: Json): Json {
  return isObject(one) && isObject(other) ? { ...one, ...other } : other;
}
