import { exampleOf } from './json-example.js';
import { asText } from './json-object.js';

/** @import { JsonObject } from './json-object.js' */
/** @import { Operation, Parameter } from './wire-document.js' */

/**
 * A line for a terminal that makes the call, with example values. What is secret is a variable.
 *
 * @param {Operation} operation
 * @param {{ origin: string, resolve: (value: unknown) => JsonObject }} instance
 * @returns {string}
 */
export function curlText(operation, { origin, resolve }) {
  const { method, audience, body } = operation;
  const parts = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(addressOf(operation, { origin, resolve }))}`,
  ];
  if (audience === 'player') parts.push('-H "Authorization: $AUTHORIZATION"');
  if (audience === 'manager') parts.push('-H "Authorization: Bearer $LAUREL_KEY"');
  for (const parameter of operation.parameters) {
    if (parameter.name === 'x-xbl-contract-version') parts.push("-H 'x-xbl-contract-version: 2'");
  }
  if (body?.schema !== undefined) {
    parts.push("-H 'Content-Type: application/json'");
    const example = exampleOf(body.schema, resolve, { isMinimal: true });
    parts.push(`-d ${quoted(JSON.stringify(example))}`);
  } else if (body !== undefined) {
    parts.push('--data-binary @FILE');
  }
  return parts.join(' \\\n  ');
}

/**
 * The address of an operation at an instance, with examples for what the path needs.
 *
 * @param {Operation} operation
 * @param {{ origin: string, resolve: (value: unknown) => JsonObject }} instance
 * @returns {string}
 */
function addressOf({ path, parameters }, { origin, resolve }) {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name) => {
    const parameter = parameters.find((one) => one.place === 'path' && one.name === name);
    return valueText(parameter, resolve);
  });
  const asked = parameters
    .filter(({ place, isRequired }) => place === 'query' && isRequired)
    .map((one) => `${one.name}=${encodeURIComponent(valueText(one, resolve))}`);
  return `${origin}${filled}${asked.length > 0 ? `?${asked.join('&')}` : ''}`;
}

/**
 * @param {Parameter | undefined} parameter
 * @param {(value: unknown) => JsonObject} resolve
 * @returns {string}
 */
function valueText(parameter, resolve) {
  if (parameter === undefined) return '';
  const value = exampleOf(parameter.schema, resolve);
  return value === 'text' ? parameter.name : asText(value) || String(value);
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
