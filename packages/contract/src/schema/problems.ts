import type { z } from 'zod';
import { shown } from '../codec/text.ts';

/** Something that is wrong with a value, and where: the members from the top, after slashes. */
export type FormProblem = { readonly path: string; readonly message: string };

/** At most this many problems of one value are told. */
const problemsMax = 100;

/** Says what is wrong with a value in words of our own: what was expected there, what came. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], value: unknown): FormProblem[] {
  const told = issues.slice(0, problemsMax).flatMap((issue) => flatten(issue, []));
  return told.slice(0, problemsMax).map(({ issue, path }) => {
    const received = issue.code === 'invalid_key' ? path.at(-1) : valueAt(value, path);
    const isComplete = issue.code === 'unrecognized_keys';
    const got = received === undefined ? 'nothing' : shownFor(issue, received);
    const rule = ruleOf(issue);
    const place = path.map((part) => `/${String(part)}`).join('');
    const isMissing = received === undefined && !isComplete;
    const message = isMissing ? `is missing; it ${rule}` : `${rule}; got ${got}`;
    return { path: place, message: isComplete ? rule : message };
  });
}

/** In quotes, a number that should have been text would look like the text it should have been. */
function shownFor(issue: z.core.$ZodIssue, received: unknown): string {
  const isForText = issue.code === 'invalid_type' && issue.expected === 'string';
  return isForText && typeof received === 'number' ? `the number ${received}` : shown(received);
}

type Located = { readonly issue: z.core.$ZodIssue; readonly path: readonly PropertyKey[] };

/**
 * Where a value may have several forms, what is wrong is told of the form that it tries to have.
 */
function flatten(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): readonly Located[] {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const tried = issue.errors.find((issues) => issues.every((inner) => !isOtherForm(inner)));
  if (tried === undefined || tried.length === 0) return [{ issue, path }];
  return tried.flatMap((inner) => flatten(inner, path));
}

function isOtherForm(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && issue.code === 'invalid_type';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const part of path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  }
  return found;
}

const names: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** What a value must be, in words of our own where the schema has none. */
export function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (!issue.message.startsWith('Invalid input')) return issue.message;
      return `must be ${names[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'too_small':
      return `must ${measure(issue.origin)} at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `must ${measure(issue.origin)} at most ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'must have another name';
    case 'invalid_union':
      return issue.message.startsWith('Invalid input') ? 'must have another form' : issue.message;
    default:
      return issue.message;
  }
}

function measure(origin: string): string {
  return origin === 'string' || origin === 'array' ? 'have' : 'be';
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}
