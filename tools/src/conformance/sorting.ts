import { isArray, isObject, type Json } from './json.ts';
import { find } from './path.ts';

/** One key of an order. */
export type SortKey = { readonly path: string; readonly isDescending: boolean };

/**
 * Reads how an array is to be ordered: `"name"`, `"name desc"`, `"-name"`, `"a asc, b desc"`,
 * `"desc"` for plain values, `["name", "desc"]`, `{"path": "$.name", "order": "desc"}`, or a list
 * of such.
 */
export function orderOf(value: Json): readonly SortKey[] {
  if (isObject(value)) {
    const path = value.path ?? value.by ?? value.field ?? '$';
    const order = value.order ?? value.direction ?? 'asc';
    return [keyOf(`${String(path)} ${String(order)}`)];
  }
  if (isArray(value)) {
    const [path, order] = value;
    const isPair = value.length === 2 && isDirection(order);
    return isPair ? [keyOf(`${String(path)} ${String(order)}`)] : value.flatMap(orderOf);
  }
  return String(value).split(',').map(keyOf);
}

function keyOf(text: string): SortKey {
  const words = text.trim().split(/\s+/);
  const [first = '', direction] = words;
  if (isDirection(first)) return { path: '$', isDescending: isDown(first) };
  const path = first.replace(/^[-+]/, '').replace(/^\$\.?/, '');
  return {
    path: path === '' ? '$' : `$.${path}`,
    isDescending: first.startsWith('-') || isDown(direction),
  };
}

function isDirection(value: Json | undefined): boolean {
  return typeof value === 'string' && /^(asc|desc)(ending)?$/i.test(value);
}

function isDown(value: Json | undefined): boolean {
  return typeof value === 'string' && /^desc(ending)?$/i.test(value);
}

/**
 * A member that no element has on its own is looked for deeper inside: `timeUnlocked` is found in
 * `progression`.
 *
 * @returns the first element that does not belong behind the one before it, 0 when no element has
 *   a member of the order at all, `null` when everything is in order
 */
export function unsortedAt(elements: readonly Json[], keys: readonly SortKey[]): number | null {
  const isMissing = ({ path }: SortKey) => elements.every((e) => valueAt(e, path) === undefined);
  if (elements.length > 0 && keys.some(isMissing)) return 0;
  for (let at = 1; at < elements.length; at += 1) {
    const [before = null, after = null] = [elements[at - 1], elements[at]];
    if (compare(before, after, keys) > 0) return at;
  }
  return null;
}

function compare(a: Json, b: Json, keys: readonly SortKey[]): number {
  for (const { path, isDescending } of keys) {
    const order = compareValues(valueAt(a, path), valueAt(b, path));
    if (order !== 0) return isDescending ? -order : order;
  }
  return 0;
}

function valueAt(element: Json, path: string): Json | undefined {
  const [value] = find(path, element).values;
  if (value !== undefined || path === '$' || !isObject(element)) return value;
  for (const inner of Object.values(element)) {
    const deeper = isObject(inner) ? valueAt(inner, path) : undefined;
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** Numbers and texts of digits by number, the rest by text; what is not there comes first. */
function compareValues(a: Json | undefined, b: Json | undefined): number {
  const [x, y] = [a ?? '', b ?? ''];
  const areNumbers = [x, y].every((value) => /^-?\d+(\.\d+)?$/.test(String(value)));
  if (areNumbers) return Number(x) - Number(y);
  return String(x) < String(y) ? -1 : String(x) > String(y) ? 1 : 0;
}
