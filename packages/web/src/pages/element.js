/** @typedef {string | Node | false | undefined | null} Child */

/**
 * Makes an element. Text is always text: nothing that is shown can become markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string | boolean | undefined>>} attributes `true` for those
 *   without a value; `false` and `undefined` leave one out
 * @param {...Child} children `false`, `undefined` and `null` are left out
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) {
    if (child !== false && child !== undefined && child !== null) made.append(child);
  }
  return made;
}

/**
 * The element that a page is known to hold.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`this page has no element "${id}"`);
  return found;
}
