import { referredName } from './json-example.js';
import { asList, asObject, asText } from './json-object.js';

/** @import { JsonObject } from './json-object.js' */

/**
 * A member of a body, for a table.
 *
 * @typedef {{
 *   readonly name: string;
 *   readonly depth: number;
 *   readonly type: string;
 *   readonly isRequired: boolean;
 *   readonly rule: string;
 * }} SchemaRow
 */

/** Rows of one body beyond these are not shown; its example still shows everything. */
const rowsMax = 120;

/** How deep members within members are followed. */
const depthMax = 6;

/**
 * The members of a schema, those within others right behind them and one deeper.
 *
 * @param {unknown} schema
 * @param {(value: unknown) => JsonObject} resolve
 * @returns {readonly SchemaRow[]}
 */
export function rowsOf(schema, resolve) {
  /** @type {SchemaRow[]} */
  const rows = [];
  addMembers(resolve(schema), { resolve, rows, depth: 0 });
  return rows.slice(0, rowsMax);
}

/**
 * @param {JsonObject} schema
 * @param {{ resolve: (value: unknown) => JsonObject, rows: SchemaRow[], depth: number }} at
 * @returns {void}
 */
function addMembers(schema, { resolve, rows, depth }) {
  if (depth > depthMax) return;
  const required = asList(schema.required);
  for (const [name, member] of Object.entries(asObject(schema.properties))) {
    const resolved = resolve(member);
    rows.push({
      name,
      depth,
      type: typeOf(member, resolve),
      isRequired: required.includes(name),
      rule: ruleOf(resolved),
    });
    addMembers(innermost(resolved, resolve), { resolve, rows, depth: depth + 1 });
  }
  if (schema.properties === undefined && schema.items !== undefined) {
    addMembers(innermost(schema, resolve), { resolve, rows, depth });
  }
}

/**
 * What holds members: the items of a list, the one form that is not `null`.
 *
 * @param {JsonObject} schema
 * @param {(value: unknown) => JsonObject} resolve
 * @returns {JsonObject}
 */
function innermost(schema, resolve) {
  if (schema.items !== undefined) return innermost(resolve(schema.items), resolve);
  const forms = asList(schema.anyOf ?? schema.oneOf).map(resolve);
  const filled = forms.filter(({ type }) => type !== 'null');
  return filled.length === 1 ? innermost(filled[0] ?? {}, resolve) : schema;
}

/**
 * What a value is, in words: `text`, `list of MediaAsset`, `whole number or null`.
 *
 * @param {unknown} schema
 * @param {(value: unknown) => JsonObject} resolve
 * @returns {string}
 */
export function typeOf(schema, resolve) {
  const name = referredName(schema);
  const resolved = resolve(schema);
  const forms = asList(resolved.anyOf ?? resolved.oneOf);
  if (forms.length > 0) {
    return [...new Set(forms.map((form) => typeOf(form, resolve)))].join(' or ');
  }
  if ('const' in resolved) return JSON.stringify(resolved.const);
  if (Array.isArray(resolved.enum))
    return resolved.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (resolved.items !== undefined) return `list of ${typeOf(resolved.items, resolve)}`;
  const types = Array.isArray(resolved.type) ? resolved.type : [resolved.type];
  if (name !== '' && types.includes('object')) return name;
  return types.map((type) => typeWords[asText(type)] ?? 'any value').join(' or ');
}

/** @type {Readonly<Record<string, string>>} */
const typeWords = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
};

/**
 * @param {JsonObject} schema
 * @returns {string}
 */
function ruleOf(schema) {
  const { description, pattern, minimum, maximum, minLength, maxLength, minItems, maxItems } =
    schema;
  const parts = [
    asText(description),
    pattern === undefined ? '' : `matches ${asText(pattern)}`,
    range('', minimum, maximum),
    range('characters', minLength, maxLength),
    range('entries', minItems, maxItems),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/**
 * @param {string} unit
 * @param {unknown} least
 * @param {unknown} most
 * @returns {string}
 */
function range(unit, least, most) {
  const behind = unit === '' ? '' : ` ${unit}`;
  if (least !== undefined && most !== undefined) return `${least} to ${most}${behind}`;
  if (most !== undefined) return `at most ${most}${behind}`;
  return least === undefined ? '' : `at least ${least}${behind}`;
}
