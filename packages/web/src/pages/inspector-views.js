import { codeBlock } from './code-block.js';
import { element } from './element.js';
import { durationText, statusClass, statusText, timeText } from './inspector-calls.js';
import { curlOf } from './inspector-curl.js';

/** @import { Call, Finding } from './inspector-calls.js' */

/** @type {Readonly<Record<Finding['severity'], string>>} */
const severityWords = { error: 'Error', warning: 'Warning', advice: 'Advice' };

/**
 * One call in the list.
 *
 * @param {Call} call
 * @returns {HTMLLIElement}
 */
export function callRow(call) {
  const { id, at, method, host, operation, path, player, gamertag, fault, durationMs } = call;
  const name = operation === 'none' ? `${host}: nothing there` : operation;
  return element(
    'li',
    { class: 'row', id: `call-${id}` },
    element(
      'button',
      { type: 'button', class: 'call', 'data-id': String(id), tabindex: '-1' },
      element('span', { class: 'call-time' }, timeText(at)),
      element('span', { class: `method method-${method.toLowerCase()}` }, method),
      element(
        'span',
        { class: 'call-what' },
        element('span', { class: 'call-name' }, name),
        element('span', { class: 'call-path' }, path),
      ),
      element('span', { class: 'call-who' }, gamertag || player || 'nobody'),
      element(
        'span',
        { class: 'call-marks' },
        fault !== '' && element('span', { class: 'fault', title: 'made on purpose' }, fault),
        element('span', { class: 'mark', title: 'in a finding' }),
      ),
      element('span', { class: `status status-${statusClass(call)}` }, statusText(call)),
      element('span', { class: 'call-took' }, durationText(durationMs)),
    ),
  );
}

/**
 * What the linter found, or that it found nothing.
 *
 * @param {readonly Finding[]} findings
 * @param {{ shownIndex: number, isIdle: boolean }} state which one's calls are shown alone
 * @returns {readonly HTMLElement[]}
 */
export function findingsView(findings, { shownIndex, isIdle }) {
  const head = element(
    'div',
    { class: 'pane-head' },
    element('h2', {}, 'Findings'),
    element('span', { class: 'badge' }, String(findings.length)),
  );
  if (findings.length === 0) {
    const words = isIdle
      ? 'The linter looks for bursts, polling, needless repeats, small batches and more, as calls come in.'
      : 'No pattern in these calls that a client would do better without.';
    return [head, element('p', { class: 'calm' }, words), keyHints()];
  }
  const cards = findings.map((one, index) => findingCard(one, index, index === shownIndex));
  return [head, ...cards, keyHints()];
}

/** What keys do, for those who have a keyboard at hand. */
function keyHints() {
  const hints = [
    ['j k', 'go through the calls'],
    ['/', 'find'],
    ['c', 'copy as curl'],
    ['x', 'hide these'],
    ['space', 'pause'],
    ['esc', 'back'],
  ];
  return element(
    'p',
    { class: 'key-hints' },
    ...hints.flatMap(([keys = '', words = '']) => [
      element('span', {}, element('kbd', {}, keys), ` ${words}`),
    ]),
  );
}

/**
 * @param {Finding} finding
 * @param {number} index
 * @param {boolean} isShown
 */
function findingCard({ rule, severity, message, advice, source, calls }, index, isShown) {
  const count = `${calls.length} call${calls.length === 1 ? '' : 's'}`;
  const words = isShown ? 'Show all calls' : `Show ${count}`;
  return element(
    'article',
    { class: `finding finding-${severity}` },
    element(
      'p',
      { class: 'finding-head' },
      element('span', { class: 'severity' }, severityWords[severity]),
      element('code', {}, rule),
    ),
    element('h3', {}, sentence(message)),
    element('p', {}, advice),
    element('p', { class: 'finding-source' }, source),
    element(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'data-finding': String(index),
        'aria-pressed': `${isShown}`,
      },
      words,
    ),
  );
}

/**
 * Everything that is known of one call.
 *
 * @param {Call} call
 * @param {{ findings: readonly Finding[], origin: string }} around findings that it is part of
 * @returns {readonly HTMLElement[]}
 */
export function callView(call, { findings, origin }) {
  const { method, operation, prefix, path, headers, sent, answered } = call;
  return [
    element(
      'div',
      { class: 'pane-head' },
      element('button', { type: 'button', class: 'quiet', id: 'back' }, '← Findings'),
      element('span', { class: 'bar-space' }),
      element('span', { class: `status status-${statusClass(call)}` }, statusText(call)),
    ),
    element('h2', { class: 'call-title' }, operation === 'none' ? 'Nothing there' : operation),
    element(
      'p',
      { class: 'route' },
      element('span', { class: `method method-${method.toLowerCase()}` }, method),
      element('code', {}, `${prefix}${path}`),
    ),
    facts(call),
    ...findings.map((one) =>
      element(
        'p',
        { class: `inline-finding finding-${one.severity}` },
        element('code', {}, one.rule),
        ` ${sentence(one.message)}. ${one.advice}`,
      ),
    ),
    codeBlock({ title: 'as curl', text: curlOf(call, origin) }),
    ...bodyBlock('sent', sent),
    ...bodyBlock('answered', answered),
    headerList(headers),
  ];
}

/**
 * Begins with a capital, unless it begins with the id of an operation.
 *
 * @param {string} message
 */
function sentence(message) {
  if (/^[a-z]+\.[a-z]/i.test(message)) return message;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}

/** @param {Call} call */
function facts({ at, player, gamertag, titleId, durationMs, retryAfterSeconds, fault }) {
  const who = gamertag === '' ? player || 'nobody' : `${gamertag} (${player})`;
  const rows = [
    ['when', `${at.slice(0, 10)} ${timeText(at)}`],
    ['who', who],
    ['title', titleId === null ? 'none in the token' : String(titleId)],
    ['took', durationText(durationMs)],
    ...(retryAfterSeconds === null ? [] : [['Retry-After', `${retryAfterSeconds} s`]]),
    ...(fault === '' ? [] : [['fault', `${fault}, made on purpose`]]),
  ];
  return element(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([name = '', value = '']) => [
      element('dt', {}, name),
      element('dd', {}, value),
    ]),
  );
}

/**
 * @param {string} title
 * @param {string} text
 */
function bodyBlock(title, text) {
  if (text === '') return [];
  try {
    return [codeBlock({ title, text: JSON.stringify(JSON.parse(text), null, 2), isJson: true })];
  } catch {
    return [codeBlock({ title, text })];
  }
}

/** @param {Readonly<Record<string, string>>} headers */
function headerList(headers) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return codeBlock({ title: 'headers that say how', text: lines.join('\n') || 'none' });
}
