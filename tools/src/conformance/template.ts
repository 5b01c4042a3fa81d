import { isArray, isObject, type Json } from './json.ts';

/** Gives what stands for `{{…}}`. @throws {Error} by the result, for what it does not know */
export type Supply = (name: string) => Promise<string>;

const form = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Fills every `{{…}}` in text, wherever it stands in a value. */
export async function filled(value: Json, supply: Supply): Promise<Json> {
  if (typeof value === 'string') return filledText(value, supply);
  if (isArray(value)) return Promise.all(value.map((element) => filled(element, supply)));
  if (!isObject(value)) return value;
  const members: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    members.push([await filledText(name, supply), await filled(member, supply)]);
  }
  return Object.fromEntries(members);
}

/** Fills every `{{…}}` in a text. */
export async function filledText(text: string, supply: Supply): Promise<string> {
  if (!text.includes('{{')) return text;
  const names = new Set([...text.matchAll(form)].map(([, name = '']) => name));
  const supplied = new Map<string, string>();
  for (const name of names) supplied.set(name, await supply(name));
  return text.replace(form, (whole, name: string) => supplied.get(name) ?? whole);
}

/** @returns the player whose token a header's template asks for, `null` for none */
export function playerIn(template: string): string | null {
  const [, name = null] = /\{\{\s*(?:token|jwt|uhs):([^:{}]+)/.exec(template) ?? [];
  return name;
}
