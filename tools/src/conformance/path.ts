import { hasMember, isArray, type Json, parseJson } from './json.ts';

/** One step of a path. */
export type PathStep =
  | { readonly kind: 'Member'; readonly name: string }
  /** A negative index counts from the end. */
  | { readonly kind: 'Index'; readonly index: number }
  | { readonly kind: 'Every' }
  | { readonly kind: 'Filter'; readonly conditions: readonly Condition[] };

/** One comparison of a filter; without an operator the member must be there. */
type Condition = {
  readonly path: readonly PathStep[];
  readonly operator: '==' | '!=' | null;
  readonly literal: Json;
};

/** What a path leads to. */
export type Found = {
  readonly values: readonly Json[];
  /** Whether the path may lead to several values: it has a `[*]` or a filter. */
  readonly isMany: boolean;
  /** Whether a filter chose them. */
  readonly isFiltered: boolean;
  /** Whether a `[*]` or a filter met no array at all. */
  readonly isBroken: boolean;
};

/**
 * Follows a JSONPath-like path: `$.a.b[0].c`, `[-1]`, `['quoted name']`, `[*]` for every element,
 * `[?a==b]` and `[?(@.a.b != 'c' && d)]` for the elements that a condition holds for. An index
 * right behind a filter picks one of the elements it chose.
 *
 * @throws {SyntaxError} when the path can't be read
 */
export function find(path: string, document: Json): Found {
  return follow(parsePath(path), document);
}

function follow(steps: readonly PathStep[], document: Json): Found {
  let found: Found = { values: [document], isMany: false, isFiltered: false, isBroken: false };
  let before: PathStep['kind'] | null = null;
  for (const step of steps) {
    found = step.kind === 'Index' && before === 'Filter' ? pick(found, step) : take(found, step);
    before = step.kind;
  }
  return found;
}

function pick(found: Found, { index }: { index: number }): Found {
  if (found.values.some(isArray)) return take(found, { kind: 'Index', index });
  const value = found.values.at(index);
  return { ...found, values: value === undefined ? [] : [value], isMany: false };
}

function take(found: Found, step: PathStep): Found {
  const { values } = found;
  switch (step.kind) {
    case 'Member':
      return { ...found, values: values.flatMap((value) => memberOf(value, step.name)) };
    case 'Index':
      return {
        ...found,
        values: values.flatMap((value) => elementOf(value, step.index)),
      };
    case 'Every':
    case 'Filter': {
      const arrays = values.filter(isArray);
      const { conditions } = step.kind === 'Filter' ? step : { conditions: [] };
      return {
        values: arrays.flat(1).filter((element) => conditions.every((is) => holds(is, element))),
        isMany: true,
        isFiltered: found.isFiltered || step.kind === 'Filter',
        isBroken: found.isBroken || (arrays.length === 0 && (values.length > 0 || !found.isMany)),
      };
    }
  }
}

function memberOf(value: Json, name: string): readonly Json[] {
  if (name === 'length' && isArray(value)) return [value.length];
  const member = hasMember(value, name) ? value[name] : undefined;
  return member === undefined ? [] : [member];
}

function elementOf(value: Json, index: number): readonly Json[] {
  const element = isArray(value) ? value.at(index) : undefined;
  return element === undefined ? [] : [element];
}

function holds({ path, operator, literal }: Condition, element: Json): boolean {
  const [value] = follow(path, element).values;
  if (operator === null) return value !== undefined;
  // `[?id==2]` is meant for an id that is the text "2" just as for the number.
  const isSame = value === literal || (value !== undefined && String(value) === String(literal));
  return isSame === (operator === '==');
}

/** @throws {SyntaxError} naming the place that can't be read */
export function parsePath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  let rest = path.trim().replace(/^\$/, '');
  while (rest !== '') {
    const { step, length } = rest.startsWith('[') ? bracketed(rest, path) : named(rest, path);
    steps.push(step);
    rest = rest.slice(length);
  }
  return steps;
}

type Read = { readonly step: PathStep; readonly length: number };

function named(rest: string, path: string): Read {
  const match = /^\.?([^.[\]]+)|^\.(?=\[)/.exec(rest);
  if (match === null) throw unreadable(path, rest);
  const [whole, name] = match;
  if (name === undefined) return { ...bracketed(rest.slice(1), path, 1) };
  const step = name === '*' ? ({ kind: 'Every' } as const) : ({ kind: 'Member', name } as const);
  return { step, length: whole.length };
}

function bracketed(rest: string, path: string, before = 0): Read {
  const end = closingBracket(rest);
  if (end === -1) throw unreadable(path, rest);
  const inside = rest.slice(1, end).trim();
  const length = end + 1 + before;
  if (inside === '*') return { step: { kind: 'Every' }, length };
  if (/^-?\d+$/.test(inside)) return { step: { kind: 'Index', index: Number(inside) }, length };
  const quoted = unquote(inside);
  if (quoted !== undefined) return { step: { kind: 'Member', name: quoted }, length };
  if (!inside.startsWith('?')) throw unreadable(path, rest);
  const conditions = withoutParentheses(inside.slice(1).trim())
    .split('&&')
    .map((text) => conditionOf(text.trim(), path));
  return { step: { kind: 'Filter', conditions }, length };
}

/** @returns where the bracket that opens the text is closed, -1 when it is not */
function closingBracket(text: string): number {
  let depth = 0;
  let quote = '';
  for (const [at, character] of [...text].entries()) {
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') depth += 1;
    else if (character === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function withoutParentheses(text: string): string {
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text;
}

function conditionOf(text: string, path: string): Condition {
  const match = /^@?\.?(.+?)(?:\s*(==|!=|=)\s*(.+))?$/.exec(text);
  if (match === null) throw unreadable(path, text);
  const [, member = '', operator, literal] = match;
  const steps = parsePath(`$.${member}`);
  if (operator === undefined || literal === undefined) {
    return { path: steps, operator: null, literal: null };
  }
  return {
    path: steps,
    operator: operator === '!=' ? '!=' : '==',
    literal: unquote(literal) ?? parseJson(literal) ?? literal,
  };
}

function unquote(text: string): string | undefined {
  return /^'(.*)'$|^"(.*)"$/s
    .exec(text)
    ?.slice(1)
    .find((part) => part !== undefined);
}

function unreadable(path: string, rest: string): SyntaxError {
  return new SyntaxError(`path "${path}" can't be read at "${rest.slice(0, 40)}"`);
}
