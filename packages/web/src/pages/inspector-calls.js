import { asList, asObject, asText } from './json-object.js';

/**
 * A call as the instance remembers it.
 *
 * @typedef {{
 *   readonly id: number;
 *   readonly at: string;
 *   readonly method: string;
 *   readonly host: string;
 *   readonly prefix: string;
 *   readonly path: string;
 *   readonly operation: string;
 *   readonly player: string;
 *   readonly gamertag: string;
 *   readonly titleId: number | null;
 *   readonly status: number;
 *   readonly durationMs: number;
 *   readonly retryAfterSeconds: number | null;
 *   readonly headers: Readonly<Record<string, string>>;
 *   readonly sent: string;
 *   readonly answered: string;
 *   readonly fault: string;
 *   readonly correlationId: string;
 * }} Call
 */

/**
 * A pattern that a client would do better without.
 *
 * @typedef {{
 *   readonly rule: string;
 *   readonly severity: 'error' | 'warning' | 'advice';
 *   readonly message: string;
 *   readonly advice: string;
 *   readonly source: string;
 *   readonly calls: readonly number[];
 * }} Finding
 */

/** @typedef {'all' | 'refused' | 'found'} Choice */

/** Calls that a page shows at most; the instance keeps as many. */
export const callsShownMax = 500;

/**
 * Reads a call; what is missing is left empty.
 *
 * @param {unknown} json
 * @returns {Call}
 */
export function readCall(json) {
  const call = asObject(json);
  const headers = Object.entries(asObject(call.headers));
  return {
    id: Number(call.id ?? 0),
    at: asText(call.at),
    method: asText(call.method),
    host: asText(call.host),
    prefix: asText(call.prefix),
    path: asText(call.path),
    operation: asText(call.operation),
    player: asText(call.player),
    gamertag: asText(call.gamertag),
    titleId: typeof call.titleId === 'number' ? call.titleId : null,
    status: Number(call.status ?? 0),
    durationMs: Number(call.durationMs ?? 0),
    retryAfterSeconds: typeof call.retryAfterSeconds === 'number' ? call.retryAfterSeconds : null,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, asText(value)])),
    sent: asText(call.sent),
    answered: asText(call.answered),
    fault: asText(call.fault),
    correlationId: asText(call.correlationId),
  };
}

/**
 * Reads findings, the gravest first as they come.
 *
 * @param {unknown} json
 * @returns {readonly Finding[]}
 */
export function readFindings(json) {
  return asList(json).map((one) => {
    const { rule, severity, message, advice, source, calls } = asObject(one);
    return {
      rule: asText(rule),
      severity: severity === 'error' || severity === 'warning' ? severity : 'advice',
      message: asText(message),
      advice: asText(advice),
      source: asText(source),
      calls: asList(calls).map(Number),
    };
  });
}

/**
 * Whether a call is among those that were asked for: every word somewhere in it, in any case.
 *
 * @param {Call} call
 * @param {{ search: string, choice: Choice, isFound: boolean }} asked
 * @returns {boolean}
 */
export function isAsked(call, { search, choice, isFound }) {
  if (choice === 'refused' && isGood(call)) return false;
  if (choice === 'found' && !isFound) return false;
  const { method, host, path, operation, player, gamertag, status, fault, sent } = call;
  const parts = [method, host, path, operation, player, gamertag, statusText(call), fault, sent];
  const text = `${parts.join(' ')} ${status}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/**
 * Whether it was answered as asked.
 *
 * @param {Call} call
 * @returns {boolean}
 */
export function isGood({ status }) {
  return status >= 100 && status < 400;
}

/**
 * The status; a connection that was cut on purpose has none.
 *
 * @param {Call} call
 * @returns {string}
 */
export function statusText({ status }) {
  return status === 0 ? 'cut' : String(status);
}

/**
 * The class of a status, by which it is coloured: `1` to `5`.
 *
 * @param {Call} call
 * @returns {string}
 */
export function statusClass({ status }) {
  return status === 0 ? '5' : String(Math.floor(status / 100));
}

/**
 * The time of day, in UTC: `12:04:05.123`.
 *
 * @param {string} at
 * @returns {string}
 */
export function timeText(at) {
  return at.slice(11, 23).replace(/Z$/, '');
}

/**
 * A duration: `0.4 ms`, `12 ms`, `1.2 s`.
 *
 * @param {number} milliseconds
 * @returns {string}
 */
export function durationText(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}
