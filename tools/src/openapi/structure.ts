type JsonObject = { readonly [key: string]: unknown };

/** Members that OpenAPI 3.1 gives each kind of object; names beginning in `x-` are free. */
const members = {
  document: ['openapi', 'info', 'servers', 'tags', 'paths', 'components'],
  operation: [
    'operationId',
    'tags',
    'summary',
    'description',
    'parameters',
    'requestBody',
    'responses',
    'security',
  ],
  parameter: ['name', 'in', 'required', 'description', 'schema'],
  response: ['description', 'headers', 'content'],
} as const;

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * Checks the rules of OpenAPI 3.1 that a generated document can break: members that are not of the
 * format, references to nothing, names used twice, path parameters that are not in the path.
 *
 * @returns a line for each problem
 */
export function structureProblems(document: JsonObject): readonly string[] {
  const problems = [
    ...unknownMembers('document', document, 'the document'),
    ...danglingReferences(document),
  ];
  const seen = new Set<unknown>();
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    for (const [method, operation] of Object.entries(asObject(item))) {
      const place = `${method} ${path}`;
      if (!methods.includes(method)) problems.push(`${place} is no method`);
      problems.push(
        ...operationProblems({ document, place, path, operation: asObject(operation) }),
      );
      const { operationId } = asObject(operation);
      if (seen.has(operationId)) problems.push(`${place} has an operationId of another`);
      seen.add(operationId);
    }
  }
  return problems;
}

function operationProblems({
  document,
  place,
  path,
  operation,
}: {
  document: JsonObject;
  place: string;
  path: string;
  operation: JsonObject;
}): readonly string[] {
  const parameters = arrayAt(operation, 'parameters').map((one) => resolved(document, one));
  const responses = Object.entries(objectAt(operation, 'responses'));
  return [
    ...unknownMembers('operation', operation, place),
    ...parameters.flatMap((one) => unknownMembers('parameter', one, `${place}, a parameter`)),
    ...pathParameterProblems(path, parameters).map((problem) => `${place} ${problem}`),
    ...(responses.length === 0 ? [`${place} has no responses`] : []),
    ...responses.flatMap(([status, one]) => {
      const response = resolved(document, asObject(one));
      const described = typeof response.description === 'string' && response.description !== '';
      return [
        ...unknownMembers('response', response, `${place} ${status}`),
        ...(/^[1-5]\d\d$/.test(status) ? [] : [`${place} ${status} is no status`]),
        ...(described ? [] : [`${place} ${status} is not described`]),
      ];
    }),
    ...arrayAt(operation, 'security').flatMap((requirement) =>
      Object.keys(requirement)
        .filter((name) => !Object.hasOwn(securitySchemesOf(document), name))
        .map((name) => `${place} asks for ${name}, which is no security scheme`),
    ),
  ];
}

function pathParameterProblems(path: string, parameters: readonly JsonObject[]): readonly string[] {
  const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  const declared = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
  const missing = named.filter((name) => !declared.includes(name));
  const extra = declared.filter((name) => !named.includes(String(name)));
  return [
    ...missing.map((name) => `does not describe {${name}}`),
    ...extra.map((name) => `describes {${name}}, which is not in its path`),
  ];
}

function unknownMembers(
  kind: keyof typeof members,
  object: JsonObject,
  place: string,
): readonly string[] {
  const known: readonly string[] = members[kind];
  return Object.keys(object)
    .filter((name) => !known.includes(name) && !name.startsWith('x-'))
    .map((name) => `${place} has a member "${name}"`);
}

function danglingReferences(document: JsonObject): readonly string[] {
  const problems: string[] = [];
  JSON.stringify(document, (key, value: unknown) => {
    if (key === '$ref' && at(document, String(value)) === undefined) {
      problems.push(`${String(value)} refers to nothing`);
    }
    return value;
  });
  return problems;
}

function resolved(document: JsonObject, value: JsonObject): JsonObject {
  return typeof value.$ref === 'string' ? asObject(at(document, value.$ref)) : value;
}

function at(document: JsonObject, reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>((value, step) => asObject(value)[step], document);
}

function securitySchemesOf(document: JsonObject): JsonObject {
  return objectAt(objectAt(document, 'components'), 'securitySchemes');
}

function objectAt(object: JsonObject, key: string): JsonObject {
  return asObject(object[key]);
}

function arrayAt(object: JsonObject, key: string): readonly JsonObject[] {
  const value = object[key];
  return Array.isArray(value) ? value.map(asObject) : [];
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
