import { codeBlock, copyButton, jsonBlock } from './code-block.js';
import { curlText } from './curl-text.js';
import { element } from './element.js';
import { exampleOf, formsOf } from './json-example.js';
import { rowsOf, typeOf } from './schema-rows.js';

/** @import { Answer, Operation, Parameter, WireDocument } from './wire-document.js' */
/** @typedef {{ origin: string, resolve: WireDocument['resolve'] }} Instance */

const audiences = {
  anyone: 'Anyone may call it.',
  player: "Needs a player's token, or a title server's key.",
  manager: "Needs the instance's management key.",
};

/**
 * Everything about one operation.
 *
 * @param {Operation} operation
 * @param {Instance} instance
 * @returns {readonly HTMLElement[]}
 */
export function operationView(operation, instance) {
  return [
    element(
      'div',
      { class: 'operation' },
      element('div', { class: 'about' }, ...aboutParts(operation, instance)),
      element('div', { class: 'examples' }, ...exampleParts(operation, instance)),
    ),
  ];
}

/**
 * The method of an operation, coloured.
 *
 * @param {string} method
 * @returns {HTMLElement}
 */
export function methodMark(method) {
  return element('span', { class: `method method-${method.toLowerCase()}` }, method);
}

/**
 * @param {Operation} operation
 * @param {Instance} instance
 */
function aboutParts(operation, instance) {
  const { tag, id, summary, description, audience, method, path, hostAddress } = operation;
  const own = `${instance.origin}${path}`;
  return [
    element('p', { class: 'crumb' }, tag, ' · ', element('code', {}, id)),
    element('h1', {}, summary),
    element('p', { class: 'route' }, methodMark(method), element('code', {}, path)),
    description !== '' && element('p', { class: 'lead' }, description),
    element('p', { class: `audience audience-${audience}` }, audiences[audience]),
    element(
      'dl',
      { class: 'addresses' },
      ...addressRow('This instance', own),
      ...(hostAddress === '' ? [] : addressRow('Host name', hostAddress)),
    ),
    ...parameterParts(operation.parameters, instance),
    ...bodyParts(operation, instance),
    ...answerParts(operation.answers, instance),
    ...refusalParts(operation.refusals, instance),
  ];
}

/**
 * @param {string} label
 * @param {string} address
 */
function addressRow(label, address) {
  return [
    element('dt', {}, label),
    element('dd', {}, element('code', {}, address), copyButton(address, `the address: ${label}`)),
  ];
}

/**
 * @param {readonly Parameter[]} parameters
 * @param {Instance} instance
 */
function parameterParts(parameters, { resolve }) {
  if (parameters.length === 0) return [];
  const rows = parameters.map(({ name, place, isRequired, rule, schema }) =>
    memberRow({ name, depth: 0, type: `${place}, ${typeOf(schema, resolve)}`, isRequired, rule }),
  );
  return [heading('Parameters'), memberTable('Parameters', rows)];
}

/**
 * @param {Operation} operation
 * @param {Instance} instance
 */
function bodyParts({ body }, { resolve }) {
  if (body === undefined) return [];
  if (body.schema === undefined) {
    return [heading('Body'), element('p', {}, 'Bytes, as they are: ', code(body.contentType), '.')];
  }
  const rows = rowsOf(body.schema, resolve).map(memberRow);
  const forms = formsOf(body.schema, resolve);
  if (rows.length > 0) return [heading('Body'), memberTable('Body', rows)];
  return [heading('Body'), ...forms.flatMap((form) => formParts(form, resolve))];
}

/**
 * @param {{ name: string, schema: import('./json-object.js').JsonObject }} form
 * @param {WireDocument['resolve']} resolve
 * @returns {readonly HTMLElement[]}
 */
function formParts({ name, schema }, resolve) {
  const rows = rowsOf(schema, resolve).map(memberRow);
  if (rows.length === 0) return [element('p', {}, code(typeOf(schema, resolve)))];
  const title = name === '' ? 'Members' : name;
  return [element('details', {}, element('summary', {}, title), memberTable(title, rows))];
}

/**
 * @param {readonly Answer[]} answers
 * @param {Instance} instance
 */
function answerParts(answers, { resolve }) {
  return [
    heading('Answers'),
    ...answers.flatMap(({ status, when, schema, contentType }) => [
      element(
        'p',
        { class: 'answer' },
        statusMark(status),
        ' ',
        when,
        schema === undefined && contentType !== '' && element('span', {}, ' ', code(contentType)),
      ),
      ...(schema === undefined
        ? []
        : formsOf(schema, resolve).flatMap((form) => formParts(form, resolve))),
    ]),
  ];
}

/**
 * @param {readonly Answer[]} refusals
 * @param {Instance} instance
 */
function refusalParts(refusals, { resolve }) {
  if (refusals.length === 0) return [];
  const rows = refusals.map(({ status, when, schema, headers }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, statusMark(status)),
      element('td', {}, when),
      element(
        'td',
        {},
        schema === undefined ? 'no body' : code(typeOf(schema, resolve)),
        ...headers.map((name) => element('span', { class: 'header' }, name)),
      ),
    ),
  );
  return [heading('Refusals'), table('Refusals', ['Status', 'When', 'Body and headers'], rows)];
}

/**
 * @param {Operation} operation
 * @param {Instance} instance
 */
function exampleParts(operation, instance) {
  const { body, answers, audience } = operation;
  const { resolve } = instance;
  const parts = [codeBlock({ title: 'curl', text: curlText(operation, instance) })];
  if (audience === 'player') {
    parts.push(
      element(
        'p',
        { class: 'hint' },
        'In development, ',
        code('AUTHORIZATION=$(laurel token --player Player1)'),
        ' signs a player in.',
      ),
    );
  }
  if (body?.schema !== undefined) {
    parts.push(jsonBlock('Body', exampleOf(body.schema, resolve)));
  }
  for (const { status, schema } of answers) {
    if (schema === undefined) continue;
    for (const { name, schema: form } of formsOf(schema, resolve)) {
      parts.push(jsonBlock(`${status} ${name}`.trim(), exampleOf(form, resolve)));
    }
  }
  return parts;
}

/** @param {import('./schema-rows.js').SchemaRow} row */
function memberRow({ name, depth, type, isRequired, rule }) {
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row', class: `depth-${Math.min(depth, 6)}` },
      element('code', {}, name),
      isRequired && element('span', { class: 'required', title: 'must be there' }, 'required'),
    ),
    element(
      'td',
      {},
      element('span', { class: 'type' }, type),
      rule !== '' && element('span', { class: 'rule' }, rule),
    ),
  );
}

/**
 * @param {string} caption
 * @param {readonly HTMLElement[]} rows
 */
function memberTable(caption, rows) {
  return table(caption, ['Name', 'What it is'], rows);
}

/**
 * @param {string} caption
 * @param {readonly string[]} heads
 * @param {readonly HTMLElement[]} rows
 */
function table(caption, heads, rows) {
  const cells = heads.map((head) => element('th', { scope: 'col' }, head));
  return element(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', { class: 'unseen' }, caption),
      element('thead', {}, element('tr', {}, ...cells)),
      element('tbody', {}, ...rows),
    ),
  );
}

/** @param {number} status */
function statusMark(status) {
  const kind = Math.floor(status / 100);
  return element('span', { class: `status status-${kind}` }, String(status));
}

/** @param {string} text */
function heading(text) {
  return element('h2', {}, text);
}

/** @param {string} text */
function code(text) {
  return element('code', {}, text);
}
