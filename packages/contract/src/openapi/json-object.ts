/** A JSON object as it is written out. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is an object with members: neither `null` nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
