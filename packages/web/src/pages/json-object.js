/** @typedef {{ readonly [key: string]: unknown }} JsonObject */

/**
 * Whether a value is an object with members: neither `null` nor an array.
 *
 * @param {unknown} value
 * @returns {value is JsonObject}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value itself where it is an object, else one without members.
 *
 * @param {unknown} value
 * @returns {JsonObject}
 */
export function asObject(value) {
  return isObject(value) ? value : {};
}

/**
 * The value itself where it is a list, else an empty one.
 *
 * @param {unknown} value
 * @returns {readonly unknown[]}
 */
export function asList(value) {
  return Array.isArray(value) ? value : [];
}

/**
 * The value itself where it is text, else none.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function asText(value) {
  return typeof value === 'string' ? value : '';
}
