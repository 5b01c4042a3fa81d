import { codeBlock, jsonBlock } from './code-block.js';
import { element } from './element.js';
import { exampleOf } from './json-example.js';

/** @import { WireDocument } from './wire-document.js' */

/**
 * What all operations have in common.
 *
 * @param {WireDocument} wire
 * @param {string} origin
 * @returns {readonly HTMLElement[]}
 */
export function overviewView({ version, description, groups, resolve }, origin) {
  const count = groups.reduce((sum, { operations }) => sum + operations.length, 0);
  return [
    element(
      'div',
      { class: 'overview' },
      element('p', { class: 'crumb' }, `version ${version}`),
      element('h1', {}, `${count} operations on ${groups.length} hosts`),
      element('p', { class: 'lead' }, description),
      ...addressParts(origin),
      ...authorizationParts(origin),
      ...versionParts(),
      ...refusalParts(resolve),
      ...keyboardParts(),
      hostTable(groups),
    ),
  ];
}

/** @param {string} origin */
function addressParts(origin) {
  return [
    element('h2', {}, 'Addresses'),
    element(
      'p',
      {},
      'A client with a configurable address uses the prefix. A client with the host built in is led here by name, and sends the same path without the prefix.',
    ),
    codeBlock({
      title: 'the same operation, asked for in two ways',
      text: `curl ${origin}/achievements/users/me/achievements\ncurl -H 'Host: achievements.xboxlive.com' ${origin}/users/me/achievements`,
    }),
  ];
}

/** @param {string} origin */
function authorizationParts(origin) {
  return [
    element('h2', {}, 'Authorization'),
    element(
      'ul',
      {},
      described(
        'A player',
        'XBL3.0 x=<user hash>;<token>',
        'from the token hosts of this instance',
      ),
      described(
        'A title server',
        'Bearer lsk_…',
        'a key that reports for the players of its title',
      ),
      described('A manager', 'Bearer <management key>', 'for everything behind /management'),
    ),
    codeBlock({
      title: 'in development any gamertag signs in',
      text: `AUTHORIZATION=$(laurel token --player Player1)\ncurl -H "Authorization: $AUTHORIZATION" ${origin}/achievements/users/me/achievements`,
    }),
  ];
}

function versionParts() {
  const rows = [
    ['2', 'modern titles'],
    ['4', 'modern titles, with rarity'],
    ['1, 0 or none', 'Xbox 360 titles, what was earned'],
    ['3', 'Xbox 360 titles, with rarity'],
  ].map(([versions, shows]) =>
    element('tr', {}, element('th', { scope: 'row' }, versions), element('td', {}, shows)),
  );
  return [
    element('h2', {}, 'Contract versions'),
    element(
      'p',
      {},
      'The header ',
      element('code', {}, 'x-xbl-contract-version'),
      ' picks the form of what the achievements host answers.',
    ),
    element('div', { class: 'table' }, element('table', {}, element('tbody', {}, ...rows))),
  ];
}

/** @param {WireDocument['resolve']} resolve */
function refusalParts(resolve) {
  const schema = (/** @type {string} */ name) => ({ $ref: `#/components/schemas/${name}` });
  return [
    element('h2', {}, 'Refusals'),
    element(
      'p',
      {},
      'The hosts of the protocol share one error body, which holds the members of all three forms that clients read. Our own API answers RFC 9457.',
    ),
    jsonBlock('hosts of the protocol', exampleOf(schema('ServiceError'), resolve)),
    jsonBlock('/management', exampleOf(schema('Problem'), resolve)),
  ];
}

function keyboardParts() {
  return [
    element('h2', {}, 'Keyboard'),
    element(
      'ul',
      { class: 'keys' },
      key('/', 'find an operation'),
      key('↑ ↓', 'walk through what was found'),
      key('[ ]', 'the operation before, the one after'),
      key('Esc', 'leave the search'),
    ),
  ];
}

/** @param {WireDocument['groups']} groups */
function hostTable(groups) {
  const rows = groups.map(({ name, where, operations }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('a', { href: `#${operations[0]?.id ?? ''}` }, name)),
      element('td', {}, where),
      element('td', { class: 'number' }, String(operations.length)),
    ),
  );
  const heads = ['Host', 'Where', 'Operations'].map((text) =>
    element('th', { scope: 'col' }, text),
  );
  return element(
    'section',
    {},
    element('h2', {}, 'Hosts'),
    element(
      'div',
      { class: 'table', tabindex: '0', role: 'region', 'aria-label': 'Hosts' },
      element(
        'table',
        {},
        element('thead', {}, element('tr', {}, ...heads)),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}

/**
 * @param {string} who
 * @param {string} header
 * @param {string} whence
 */
function described(who, header, whence) {
  return element('li', {}, `${who}: `, element('code', {}, header), `, ${whence}`);
}

/**
 * @param {string} name
 * @param {string} does
 */
function key(name, does) {
  return element('li', {}, element('kbd', {}, name), ` ${does}`);
}
