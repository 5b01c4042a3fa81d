import {
  brief,
  hasMember,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  parseJson,
} from './json.ts';
import { type Found, find } from './path.ts';
import { type Bindings, matches } from './placeholder.ts';
import { orderOf, unsortedAt } from './sorting.ts';

/** One thing that a case says about an answer. */
export type BodyFact = { readonly path: string; readonly op: string; readonly value?: Json };

/** What an answer's body is held against. */
export type Body = {
  /** As received. */
  readonly text: string;
  readonly byteLength: number;
};

/** Says why something does not hold; `null` when it holds. */
type Check = (actual: Json | undefined, argument: Json, bindings: Bindings) => string | null;

/** The operators on one value. Source: the vector file's `assertionOps`. */
const checks: Readonly<Record<string, Check>> = {
  eq: (actual, expected, bindings) =>
    matches(expected, actual, bindings)
      ? null
      : `expected ${brief(expected)}, got ${brief(actual)}`,
  ne: (actual, unwanted, bindings) =>
    matches(unwanted, actual, bindings) ? `expected anything but ${brief(unwanted)}` : null,
  exists: (actual) => (actual === undefined ? 'expected it to be there' : null),
  absent: (actual) => (actual === undefined ? null : `expected nothing, got ${brief(actual)}`),
  type: (actual, expected) =>
    typeNames(expected).some((name) => isOfType(actual, name))
      ? null
      : `expected a value of type ${brief(expected)}, got ${brief(actual)}`,
  len: (actual, expected) =>
    lengthOf(actual) === expected
      ? null
      : `expected length ${brief(expected)}, got ${lengthOf(actual) ?? brief(actual)}`,
  lenLte: (actual, limit) => {
    const length = lengthOf(actual);
    const isWithin = length !== null && typeof limit === 'number' && length <= limit;
    return isWithin ? null : `expected length ≤ ${brief(limit)}, got ${length ?? brief(actual)}`;
  },
  matches: (actual, pattern) =>
    typeof actual === 'string' && new RegExp(String(pattern), 'u').test(actual)
      ? null
      : `expected text like /${String(pattern)}/, got ${brief(actual)}`,
  in: (actual, choices, bindings) =>
    isArray(choices) && choices.some((choice) => matches(choice, actual, bindings))
      ? null
      : `expected one of ${brief(choices)}, got ${brief(actual)}`,
  contains: (actual, wanted, bindings) =>
    containsValue(actual, wanted, bindings)
      ? null
      : `expected ${brief(wanted)} to be in ${brief(actual)}`,
  sortedBy: (actual, order) => {
    if (!isArray(actual)) return `expected an array, got ${brief(actual)}`;
    const at = unsortedAt(actual, orderOf(order));
    return at === null ? null : `expected order ${brief(order)}; element ${at} is out of it`;
  },
  each: eachElement,
};

/** Operators whose argument the file may leave out. */
const withoutArgument = new Set(['exists', 'absent', 'empty', 'bodyAny']);

/**
 * Holds one fact against a body.
 *
 * @returns why it does not hold, in a few words; `null` when it holds. An operator or a path that
 *   is not understood does not hold.
 */
export function checkFact(fact: BodyFact, body: Body, bindings: Bindings): string | null {
  const { path, op, value } = fact;
  if (value === undefined && !withoutArgument.has(op)) return `operator "${op}" has no value`;
  switch (op) {
    case 'bodyAny':
      return null;
    case 'empty':
      return body.byteLength === 0 ? null : `expected no body, got ${brief(body.text)}`;
    case 'rawMatches':
      return new RegExp(String(value), 'su').test(body.text)
        ? null
        : `expected a body like /${String(value)}/, got ${brief(body.text)}`;
    default: {
      const document = parseJson(body.text);
      if (document === undefined) {
        return op === 'absent' ? null : `the body is not JSON: ${brief(body.text)}`;
      }
      return checkAt({ path, op, value: value ?? null }, document, bindings);
    }
  }
}

/** Holds one fact against a document. */
export function checkAt(
  { path, op, value }: { path: string; op: string; value: Json },
  document: Json,
  bindings: Bindings,
): string | null {
  const check = Object.hasOwn(checks, op) ? checks[op] : undefined;
  if (check === undefined) return `operator "${op}" is not known`;
  let found: Found;
  try {
    found = find(path, document);
  } catch (thrown) {
    return thrown instanceof SyntaxError ? thrown.message : 'the path is not understood';
  }
  if (!found.isMany) return check(found.values[0], value, bindings);
  if (op === 'exists' || op === 'absent') return check(found.values[0], value, bindings);
  if (found.isBroken) return 'expected an array on the way, got none';
  const ofAll = check(found.values, value, bindings);
  if (ofAll === null || !found.isFiltered || found.values.length !== 1) return ofAll;
  // A filter that chose one element may be meant as that element.
  return check(found.values[0], value, bindings) === null ? null : ofAll;
}

/** `[op, argument]`, a list of such pairs, or a list of facts with paths, for every element. */
function eachElement(actual: Json | undefined, nested: Json, bindings: Bindings): string | null {
  if (!isArray(actual)) return `expected an array, got ${brief(actual)}`;
  if (!isArray(nested)) return `operator "each" needs [operator, argument]; got ${brief(nested)}`;
  const facts = typeof nested[0] === 'string' ? [nested] : nested;
  if (facts.length === 0) return 'operator "each" has nothing to check';
  for (const [at, element] of actual.entries()) {
    for (const fact of facts) {
      const reason = checkElement(element, fact, bindings);
      if (reason !== null) return `element ${at}: ${reason}`;
    }
  }
  return null;
}

function checkElement(element: Json, fact: Json, bindings: Bindings): string | null {
  if (isFact(fact)) {
    const { path, op, value = null } = fact;
    return checkAt({ path, op, value }, element, bindings);
  }
  if (!isArray(fact) || typeof fact[0] !== 'string') return `can't read ${brief(fact)}`;
  const [op, argument = null] = fact;
  if ((op === 'exists' || op === 'absent') && typeof argument === 'string') {
    const reason = checkAt({ path: `$.${argument}`, op, value: null }, element, bindings);
    return reason && `${argument}: ${reason}`;
  }
  return checkAt({ path: '$', op, value: argument }, element, bindings);
}

function isFact(value: Json): value is JsonObject & BodyFact {
  return isObject(value) && typeof value.op === 'string' && typeof value.path === 'string';
}

function typeNames(expected: Json): readonly string[] {
  return isArray(expected) ? expected.map(String) : String(expected).split('|');
}

function isOfType(value: Json | undefined, name: string): boolean {
  switch (name.trim()) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    default:
      return typeof value === name.trim();
  }
}

function lengthOf(value: Json | undefined): number | null {
  return isArray(value) || typeof value === 'string' ? value.length : null;
}

function containsValue(actual: Json | undefined, wanted: Json, bindings: Bindings): boolean {
  if (typeof actual === 'string') return typeof wanted === 'string' && actual.includes(wanted);
  if (isArray(actual)) return actual.some((element) => matches(wanted, element, bindings));
  return typeof wanted === 'string' && hasMember(actual, wanted);
}
