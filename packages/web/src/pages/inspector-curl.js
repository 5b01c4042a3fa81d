/** @import { Call } from './inspector-calls.js' */

/** Headers that curl sends by itself, and the one that is a variable. */
const left = new Set(['authorization', 'user-agent', 'accept']);

/**
 * A line for a terminal that makes the call again. The token is a variable: `AUTHORIZATION`.
 *
 * @param {Call} call
 * @param {string} origin of the instance
 * @returns {string}
 */
export function curlOf({ method, prefix, path, headers, sent }, origin) {
  const verb = method === 'GET' || (method === 'POST' && sent !== '') ? '' : ` -X ${method}`;
  const parts = [`curl${verb} ${quoted(`${origin}${prefix}${path}`)}`];
  if (headers.authorization !== undefined) parts.push('-H "Authorization: $AUTHORIZATION"');
  for (const [name, value] of Object.entries(headers)) {
    if (!left.has(name)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (sent !== '') {
    if (headers['content-type'] === undefined) parts.push("-H 'content-type: application/json'");
    parts.push(`--data-raw ${quoted(sent)}`);
  }
  return parts.join(' \\\n  ');
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
