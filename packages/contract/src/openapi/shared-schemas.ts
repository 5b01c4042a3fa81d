import { z } from 'zod';
import { isJsonObject, type JsonObject } from './json-object.ts';

/** Collects the schemas that have a name of their own, while others are written out. */
export type SharedSchemas = {
  /**
   * Writes a schema as JSON Schema; what has a name is referred to.
   *
   * @param direction `input` for what is sent to us, `output` for what we answer
   */
  write(schema: z.ZodType, direction: 'input' | 'output'): JsonObject;
  /** Everything that was referred to so far, by name. */
  readonly named: Readonly<Record<string, JsonObject>>;
};

/** Builds an empty collection. */
export function createSharedSchemas(): SharedSchemas {
  const named: Record<string, JsonObject> = {};
  const closures = new Map<string, string>();

  /** A name stands for one form; what is sent in another form than it is answered gets its own. */
  function nameFor(name: string, closure: string, direction: 'input' | 'output'): string {
    const known = closures.get(name) ?? closure;
    const own = known === closure ? name : `${name}${direction === 'input' ? 'Sent' : 'Answered'}`;
    closures.set(own, closure);
    return own;
  }

  return {
    named,
    write(schema, direction) {
      const { $schema: _, $defs, ...form } = written(schema, direction);
      const definitions = isJsonObject($defs) ? $defs : {};
      const names = new Map(
        Object.keys(definitions).map((name) => [
          name,
          nameFor(name, closureOf(name, definitions), direction),
        ]),
      );
      for (const [name, definition] of Object.entries(definitions)) {
        named[names.get(name) ?? name] = withReferences(withoutId(definition), names);
      }
      return withReferences(withoutId(form), names);
    },
  };
}

/** A definition and everything it leads to, as text. */
function closureOf(start: string, definitions: JsonObject): string {
  const reached = new Set([start]);
  for (const name of reached) {
    const text = JSON.stringify(definitions[name] ?? {});
    for (const [, next = ''] of text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) reached.add(next);
  }
  return JSON.stringify([...reached].sort().map((name) => [name, definitions[name]]));
}

function written(schema: z.ZodType, direction: 'input' | 'output'): JsonObject {
  return z.toJSONSchema(schema, {
    io: direction,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ jsonSchema, zodSchema }) => {
      // Dropped for what is read into another form, though they show what is sent.
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (Array.isArray(examples)) jsonSchema.examples = examples;
      // An answer may gain members; who reads it must not mind.
      if (direction === 'output') delete jsonSchema.additionalProperties;
      // What any JSON reader can hold is no rule of ours.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
}

function withoutId(form: unknown): JsonObject {
  const { id: _, ...rest } = asObject(form);
  return rest;
}

function asObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Turns references within one schema into references within the document. */
function withReferences(value: unknown, names: ReadonlyMap<string, string>): JsonObject {
  return asObject(
    JSON.parse(JSON.stringify(value), (key, member: unknown) => {
      if (key !== '$ref' || typeof member !== 'string') return member;
      const name = member.replace('#/$defs/', '');
      return `#/components/schemas/${names.get(name) ?? name}`;
    }),
  );
}
