import { isUtf8 } from 'node:buffer';
import { type Fields, parseTexts, type Route, ruleOf } from '@laurel/contract';
import { quoted, Refusal, type RefusalDetail } from '@laurel/domain';
import type { z } from 'zod';
import { RecentMap } from '../recent-map.ts';

/** At most this many query texts of a route are remembered as read; clients repeat theirs. */
const rememberedQueriesMax = 1024;

/** Longer query texts are read anew each time. */
const rememberedQueryLengthMax = 512;

const byteOrderMark = 0xfeff;

/** At most this many distinct names count in a query; the rest is ignored. */
const queryNamesMax = 64;

/**
 * Reads the values of named path segments. @throws {Refusal} `InvalidRequest`
 */
export function readParams(route: Route, params: Record<string, string>): unknown {
  const parsed = parseTexts(route.params, params);
  return parsed ?? read(route.params, params, { what: 'path', code: 'InvalidRequest' });
}

/**
 * Reads a query text: names in any case, the first of each counts, unknown ones and those without a
 * value are ignored.
 */
export type QueryReader = (route: Route, search: string) => unknown;

/** Builds a reader that remembers what it read; what it gives must not be changed. */
export function createQueryReader(): QueryReader {
  const byRoute = new Map<Route, RecentMap<string, unknown>>();
  return (route, search) => {
    let remembered = byRoute.get(route);
    if (remembered === undefined) {
      remembered = new RecentMap(rememberedQueriesMax);
      byRoute.set(route, remembered);
    }
    const known = remembered.get(search);
    if (known !== undefined) return known;
    const value = read(route.query, namedValues(route.query, search), {
      what: 'query',
      code: 'InvalidRequest',
    });
    if (search.length <= rememberedQueryLengthMax) remembered.set(search, value);
    return value;
  };
}

function namedValues(query: Fields, search: string): Record<string, string> {
  const names = new Map(Object.keys(query.shape).map((name) => [name.toLowerCase(), name]));
  const values: Record<string, string> = {};
  let count = 0;
  for (const [key, value] of new URLSearchParams(search)) {
    count += 1;
    if (count > queryNamesMax) break;
    const name = names.get(key.toLowerCase());
    if (name === undefined || value === '') continue;
    values[name] ??= value;
  }
  return values;
}

/**
 * Reads a JSON body. A byte order mark before it is passed over.
 *
 * @throws {Refusal} `InvalidBody` naming the place, the value and the rule
 */
export function readBody(route: Route, bytes: Buffer): unknown {
  if (route.body === null) return undefined;
  // A text that is read so is ASCII, which is the same in both encodings.
  const written = route.readFrequentText?.(bytes.toString('latin1'));
  if (written !== undefined) return written;
  if (!isUtf8(bytes)) throw new Refusal('InvalidBody', 'the body must be valid UTF-8');
  let json: unknown;
  try {
    const text = bytes.toString();
    json = JSON.parse(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text);
  } catch {
    throw new Refusal('InvalidBody', 'the body must be valid JSON');
  }
  const frequent = route.readFrequentBody?.(json);
  return frequent ?? read(route.body, json, { what: 'body', code: 'InvalidBody' });
}

function read(
  schema: z.ZodType,
  value: unknown,
  { what, code }: { what: string; code: 'InvalidRequest' | 'InvalidBody' },
): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues.slice(0, 20).map((issue) => detailOf(issue, value, what));
  const [first] = details;
  throw new Refusal(code, `${first?.path ?? what} ${first?.message ?? 'is not valid'}`, details);
}

function detailOf(issue: z.core.$ZodIssue, value: unknown, what: string): RefusalDetail {
  const path = issue.path.map(String).join('.') || what;
  let received: unknown = value;
  for (const piece of issue.path) {
    received =
      typeof received === 'object' && received !== null ? Reflect.get(received, piece) : undefined;
  }
  const hasOwnWords = !/^(Invalid|Too|Unrecognized)/.test(issue.message);
  const message = hasOwnWords ? issue.message : ruleOf(issue);
  const isSaid = message.includes('; got ') || secretNames.test(path);
  return { path, message: isSaid ? message : `${message}; got ${shownAs(received)}` };
}

function shownAs(received: unknown): string {
  return received === null ? 'null' : quoted(received ?? 'nothing');
}

/** Members whose values are never repeated in a message. */
const secretNames = /token|ticket|key|secret|password|jwt|jws/i;
