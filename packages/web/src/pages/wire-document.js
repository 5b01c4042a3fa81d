import { asList, asObject, asText, isObject } from './json-object.js';

/** @import { JsonObject } from './json-object.js' */

/**
 * A place for a value in the path, the query or the headers.
 *
 * @typedef {{
 *   readonly name: string;
 *   readonly place: string;
 *   readonly isRequired: boolean;
 *   readonly rule: string;
 *   readonly schema: JsonObject;
 * }} Parameter
 */

/**
 * What is answered with one status. `schema` is missing where there is no JSON.
 *
 * @typedef {{
 *   readonly status: number;
 *   readonly when: string;
 *   readonly headers: readonly string[];
 *   readonly contentType: string;
 *   readonly schema: JsonObject | undefined;
 * }} Answer
 */

/**
 * What a body is; `schema` is missing where it is no JSON.
 *
 * @typedef {{ readonly contentType: string; readonly schema: JsonObject | undefined }} Content
 */

/**
 * An operation, with everything that it refers to found.
 *
 * @typedef {{
 *   readonly id: string;
 *   readonly tag: string;
 *   readonly method: string;
 *   readonly path: string;
 *   readonly hostAddress: string;
 *   readonly summary: string;
 *   readonly description: string;
 *   readonly audience: 'anyone' | 'player' | 'manager';
 *   readonly parameters: readonly Parameter[];
 *   readonly body: Content | undefined;
 *   readonly answers: readonly Answer[];
 *   readonly refusals: readonly Answer[];
 * }} Operation
 */

/**
 * A host with its operations.
 *
 * @typedef {{
 *   readonly name: string;
 *   readonly where: string;
 *   readonly operations: readonly Operation[];
 * }} Group
 */

/**
 * Everything the page shows, out of an OpenAPI document.
 *
 * @typedef {{
 *   readonly version: string;
 *   readonly description: string;
 *   readonly groups: readonly Group[];
 *   readonly resolve: (value: unknown) => JsonObject;
 * }} WireDocument
 */

/**
 * Reads an OpenAPI document. What it does not hold stays empty; nothing throws.
 *
 * @param {unknown} json
 * @returns {WireDocument}
 */
export function readWireDocument(json) {
  const document = asObject(json);
  const resolve = createResolver(document);
  const operations = operationsOf(document, resolve);
  const groups = asList(document.tags).map((tag) => {
    const name = asText(asObject(tag).name);
    return {
      name,
      where: asText(asObject(tag).description),
      operations: operations.filter((operation) => operation.tag === name),
    };
  });
  const { version, description } = asObject(document.info);
  return { version: asText(version), description: asText(description), groups, resolve };
}

/**
 * @param {JsonObject} document
 * @returns {(value: unknown) => JsonObject} follows a reference; anything else it gives back
 */
function createResolver(document) {
  return (value) => {
    const object = asObject(value);
    const reference = asText(object.$ref);
    if (!reference.startsWith('#/')) return object;
    /** @type {unknown} */
    let found = document;
    for (const step of reference.slice(2).split('/')) found = asObject(found)[step];
    return asObject(found);
  };
}

/**
 * @param {JsonObject} document
 * @param {WireDocument['resolve']} resolve
 * @returns {readonly Operation[]}
 */
function operationsOf(document, resolve) {
  return Object.entries(asObject(document.paths)).flatMap(([path, item]) =>
    Object.entries(asObject(item)).map(([method, operation]) =>
      readOperation({ path, method, operation: asObject(operation) }, resolve),
    ),
  );
}

/**
 * @param {{ path: string, method: string, operation: JsonObject }} found
 * @param {WireDocument['resolve']} resolve
 * @returns {Operation}
 */
function readOperation({ path, method, operation }, resolve) {
  const responses = Object.entries(asObject(operation.responses)).map(([status, response]) =>
    readAnswer(Number(status), resolve(response)),
  );
  const requestBody = isObject(operation.requestBody) ? operation.requestBody : undefined;
  return {
    id: asText(operation.operationId),
    tag: asText(asList(operation.tags)[0]),
    method: method.toUpperCase(),
    path,
    hostAddress: asText(operation['x-host-address']),
    summary: asText(operation.summary),
    description: asText(operation.description),
    audience: audienceOf(operation),
    parameters: asList(operation.parameters).map((one) => readParameter(resolve(one))),
    body: requestBody && readContent(requestBody),
    answers: responses.filter(isAnswer),
    refusals: responses.filter((response) => !isAnswer(response)),
  };
}

/** @param {Answer} answer */
function isAnswer({ status }) {
  return status < 300 || status === 304;
}

/**
 * @param {JsonObject} operation
 * @returns {Operation['audience']}
 */
function audienceOf({ security }) {
  const names = asList(security).flatMap((requirement) => Object.keys(asObject(requirement)));
  if (names.length === 0) return 'anyone';
  return names.includes('managementKey') ? 'manager' : 'player';
}

/**
 * @param {JsonObject} parameter
 * @returns {Parameter}
 */
function readParameter(parameter) {
  return {
    name: asText(parameter.name),
    place: asText(parameter.in),
    isRequired: parameter.required === true,
    rule: asText(parameter.description),
    schema: asObject(parameter.schema),
  };
}

/**
 * @param {number} status
 * @param {JsonObject} response
 * @returns {Answer}
 */
function readAnswer(status, response) {
  return {
    status,
    when: asText(response.description),
    headers: Object.keys(asObject(response.headers)),
    ...readContent(response),
  };
}

/** @param {JsonObject} holder */
function readContent({ content }) {
  const [[contentType, media] = ['', {}]] = Object.entries(asObject(content));
  const { schema } = asObject(media);
  return { contentType, schema: isObject(schema) ? schema : undefined };
}
