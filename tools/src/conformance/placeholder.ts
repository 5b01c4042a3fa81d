import { hasMember, isArray, isObject, type Json } from './json.ts';

/** What `$int:name` and its like have bound, for `$name` further down. */
export type Bindings = Map<string, Json>;

/** Values that stand for many. Source: the vector file's `placeholders`. */
const kinds: Readonly<Record<string, (value: Json) => boolean>> = {
  any: () => true,
  int: (value) => Number.isInteger(value),
  date: (value) => typeof value === 'string' && isWireDate(value),
};

function isWireDate(text: string): boolean {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(\d{3}|\d{7})Z$/;
  return form.test(text) && !Number.isNaN(Date.parse(`${text.slice(0, 23)}Z`));
}

/**
 * Holds a value against an expected one, in which text may stand for more: `$any`, `$int`, `$date`,
 * each also `$int:name` to bind what it met, and `$name` for what was bound.
 */
export function matches(expected: Json, actual: Json | undefined, bindings: Bindings): boolean {
  if (actual === undefined) return false;
  if (typeof expected === 'string') return matchesText(expected, actual, bindings);
  if (isArray(expected)) {
    if (!isArray(actual) || actual.length !== expected.length) return false;
    return expected.every((element, at) => matches(element, actual[at], bindings));
  }
  if (isObject(expected)) {
    if (!isObject(actual) || Object.keys(actual).length !== Object.keys(expected).length) {
      return false;
    }
    return Object.entries(expected).every(
      ([name, member]) => hasMember(actual, name) && matches(member, actual[name], bindings),
    );
  }
  return expected === actual;
}

function matchesText(expected: string, actual: Json, bindings: Bindings): boolean {
  const [, word, name] =
    /^\$([A-Za-z][A-Za-z0-9_]*)(?::([A-Za-z][A-Za-z0-9_]*))?$/.exec(expected) ?? [];
  if (word === undefined) return expected === actual;
  const isKind = kinds[word];
  if (isKind !== undefined) {
    if (!isKind(actual)) return false;
    if (name !== undefined) bindings.set(name, actual);
    return true;
  }
  const bound = bindings.get(word);
  return bound === undefined ? expected === actual : matches(bound, actual, new Map());
}
