/** Any value that JSON can write. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { readonly [name: string]: Json };

/** @returns whether it is an object, and neither an array nor null */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns whether it is an array; unlike `Array.isArray`, it also narrows a readonly one */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** @returns whether the object itself has the member, be it null */
export function hasMember(value: Json | undefined, name: string): value is JsonObject {
  return isObject(value) && Object.hasOwn(value, name);
}

/** @returns one line of JSON, cut at 80 characters; `nothing` for a value that is not there */
export function brief(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Reads JSON text. @returns `undefined` when it is none */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
