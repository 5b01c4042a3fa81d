import { asList, asObject, asText, isObject } from './json-object.js';

/** @import { JsonObject } from './json-object.js' */

/** Deeper than any answer; a schema that holds itself ends here. */
const depthMax = 12;

/**
 * What members of these names hold on the wire; a schema's own example goes before.
 *
 * @type {Readonly<Record<string, unknown>>}
 */
const examplesByName = {
  id: '2',
  name: 'Night Watch',
  titleName: 'Saltlight',
  gamertag: 'Emberling',
  xuid: '2533274800000001',
  userId: '2533274800000001',
  titleId: 1853190001,
  scid: '00000000-0000-0000-0000-00006e756f71',
  serviceConfigId: '00000000-0000-0000-0000-00006e756f71',
  sandbox: 'RETAIL',
  description: 'Kept the lamp lit for a night',
  lockedDescription: 'Keep the lamp lit for a night',
  current: '40',
  target: '100',
  percentComplete: 40,
  value: '25',
  gamerscore: 25,
  currentGamerscore: 25,
  maxGamerscore: 1000,
  url: 'https://example.com/night-watch.png',
  location: 'https://example.com',
  code: 4000,
  errorCode: 4000,
  source: 'Progress',
  status: 400,
  currentPercentage: 12.5,
};

/**
 * Makes a value that a schema allows: its own example where it has one, else the plainest.
 *
 * @param {unknown} schema
 * @param {(value: unknown) => JsonObject} resolve follows references
 * @param {{ isMinimal?: boolean }} [options] `isMinimal` leaves out what may be left out
 * @returns {unknown}
 */
export function exampleOf(schema, resolve, { isMinimal = false } = {}) {
  return exampleAt(resolve(schema), { resolve, isMinimal, depth: 0 });
}

/**
 * @param {JsonObject} schema
 * @param {{ resolve: (value: unknown) => JsonObject, isMinimal: boolean, depth: number }} at
 * @returns {unknown}
 */
function exampleAt(schema, { resolve, isMinimal, depth }) {
  const given = givenExample(schema);
  if (given !== undefined) return given;
  if (depth > depthMax) return null;
  const inner = (/** @type {unknown} */ one) =>
    exampleAt(resolve(one), { resolve, isMinimal, depth: depth + 1 });
  const choices = asList(schema.anyOf ?? schema.oneOf);
  if (choices.length > 0) return inner(choices[0]);
  const parts = asList(schema.allOf);
  if (parts.length > 0) return Object.assign({}, ...parts.map(inner).filter(isObject));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties !== undefined) {
    const members = membersOf(schema, isMinimal);
    return Object.fromEntries(
      members.map(([name, member]) => [
        name,
        exampleByName(name, resolve(member)) ?? inner(member),
      ]),
    );
  }
  if (type === 'array') return schema.items === undefined ? [] : [inner(schema.items)];
  return plainValue(schema, asText(type));
}

/**
 * @param {JsonObject} schema
 * @param {boolean} isMinimal
 */
function membersOf({ properties, required }, isMinimal) {
  const members = Object.entries(asObject(properties));
  const needed = members.filter(([name]) => asList(required).includes(name));
  return isMinimal && needed.length > 0 ? needed : members;
}

/**
 * @param {string} name
 * @param {JsonObject} schema
 * @returns {unknown}
 */
function exampleByName(name, schema) {
  const known = Object.hasOwn(examplesByName, name) ? examplesByName[name] : undefined;
  if (known === undefined || givenExample(schema) !== undefined) return undefined;
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const type = typeof known === 'number' ? 'number' : 'string';
  const isAllowed = types.includes(type) || (Number.isInteger(known) && types.includes('integer'));
  if (isAllowed) return known;
  return types.includes('string') && type === 'number' ? String(known) : undefined;
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
