import { z } from 'zod';

/** Cuts and quotes a received value for an error message: at most 80 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
}

/** The plain parser behind each schema that `textOf` made. */
const parsers = new WeakMap<z.ZodType, (text: string) => unknown>();

/**
 * Reads named texts with the plain parsers of their schemas, for the path of a request, which is
 * read on every call.
 *
 * @returns `undefined` when a text can't be read, or a schema has no plain parser: the schema then
 *   says what is wrong
 */
export function parseTexts(
  fields: z.ZodObject,
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  for (const name in fields.shape) {
    const text = texts[name];
    const parse = parsers.get(fields.shape[name] as z.ZodType);
    const value = text === undefined || parse === undefined ? undefined : parse(text);
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

/**
 * Reads text with a parser that gives `undefined` for what it can't read.
 *
 * @param rule how the error message goes on after the member's name: "must be …"
 * @param examples what the description of the wire shows
 */
export function textOf<T>(
  parse: (text: string) => T | undefined,
  { rule, examples }: { rule: string; examples?: readonly string[] },
) {
  const schema = z
    .string({ error: rule })
    .meta({ description: rule, ...(examples !== undefined && { examples: [...examples] }) })
    .transform((text, context): T => {
      const value = parse(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: rule, input: text });
      return z.NEVER;
    });
  parsers.set(schema, parse);
  return schema;
}

/** Text out of a closed set, in any case; gives the spelling of the set. */
export function anyCaseOf<const Values extends readonly string[]>(values: Values) {
  const byLowerCase = new Map(values.map((value) => [value.toLowerCase(), value]));
  return textOf<Values[number]>((text) => byLowerCase.get(text.trim().toLowerCase()), {
    rule: `must be one of ${values.join(', ')}`,
    examples: values.slice(0, 1),
  });
}

/** Comma-separated text out of a closed set, in any case. */
export function anyCaseListOf<const Values extends readonly string[]>(values: Values) {
  const byLowerCase = new Map(values.map((value) => [value.toLowerCase(), value]));
  return textOf<readonly Values[number][]>(
    (text) => {
      const found = splitList(text).map((part) => byLowerCase.get(part.toLowerCase()));
      return found.every((value) => value !== undefined) ? found : undefined;
    },
    {
      rule: `must be a comma-separated list out of ${values.join(', ')}`,
      examples: values.slice(0, 1),
    },
  );
}

/** Splits at commas and drops what is empty. */
export function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `true` or `false` in any case, also `1` and `0`. Source: wire contract §2.2. */
export const BooleanText = textOf(
  (text) => ({ true: true, '1': true, false: false, '0': false })[text.trim().toLowerCase()],
  { rule: 'must be true or false', examples: ['true'] },
);

/** A whole number from `min` to `max` as decimal text. */
export function wholeText({ min, max }: { min: number; max: number }) {
  return textOf(
    (text) => {
      const number = /^-?[0-9]{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
      return number >= min && number <= max ? number : undefined;
    },
    { rule: `must be a whole number from ${min} to ${max}` },
  );
}
