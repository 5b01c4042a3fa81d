import { asList, asObject, asText, isObject } from './json-object.js';

/** @import { JsonObject } from './json-object.js' */

/** Deeper than any answer; a schema that holds itself ends here. */
const depthMax = 12;

/**
 * Makes a value that a schema allows: its own example where it has one, else the plainest.
 *
 * @param {unknown} schema
 * @param {(value: unknown) => JsonObject} resolve follows references
 * @returns {unknown}
 */
export function exampleOf(schema, resolve) {
  return exampleAt(resolve(schema), { resolve, depth: 0 });
}

/**
 * @param {JsonObject} schema
 * @param {{ resolve: (value: unknown) => JsonObject, depth: number }} at
 * @returns {unknown}
 */
function exampleAt(schema, { resolve, depth }) {
  const given = givenExample(schema);
  if (given !== undefined) return given;
  if (depth > depthMax) return null;
  const inner = (/** @type {unknown} */ one) =>
    exampleAt(resolve(one), { resolve, depth: depth + 1 });
  const choices = asList(schema.anyOf ?? schema.oneOf);
  if (choices.length > 0) return inner(choices[0]);
  const parts = asList(schema.allOf);
  if (parts.length > 0) return Object.assign({}, ...parts.map(inner).filter(isObject));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties !== undefined) {
    const members = Object.entries(asObject(schema.properties));
    return Object.fromEntries(members.map(([name, member]) => [name, inner(member)]));
  }
  if (type === 'array') return schema.items === undefined ? [] : [inner(schema.items)];
  return plainValue(schema, asText(type));
}

/**
 * @param {JsonObject} schema
 * @returns {unknown}
 */
function givenExample(schema) {
  if ('const' in schema) return schema.const;
  return asList(schema.examples)[0] ?? schema.default ?? asList(schema.enum)[0];
}

/**
 * @param {JsonObject} schema
 * @param {string} type
 * @returns {unknown}
 */
function plainValue({ minimum, format }, type) {
  if (type === 'integer' || type === 'number') return Math.max(0, Number(minimum ?? 0));
  if (type === 'boolean') return false;
  if (type === 'string') return format === 'uri' ? 'https://example.com/' : 'text';
  return type === 'null' ? null : {};
}

/**
 * The forms that a body may have, by name: one, unless the schema offers several.
 *
 * @param {unknown} schema
 * @param {(value: unknown) => JsonObject} resolve
 * @returns {readonly { readonly name: string, readonly schema: JsonObject }[]}
 */
export function formsOf(schema, resolve) {
  const resolved = resolve(schema);
  const choices = asList(resolved.anyOf ?? resolved.oneOf);
  const forms = choices.length > 0 ? choices : [schema];
  return forms.map((form, index) => ({
    name: referredName(form) || (forms.length > 1 ? `Form ${index + 1}` : ''),
    schema: resolve(form),
  }));
}

/**
 * The name a reference ends in; none for what is no reference.
 *
 * @param {unknown} schema
 * @returns {string}
 */
export function referredName(schema) {
  return asText(asObject(schema).$ref).split('/').at(-1) ?? '';
}
