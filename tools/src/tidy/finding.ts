import type { Repository } from './repository.ts';
import type { Source } from './source.ts';

/** A place that breaks a rule. */
export type Finding = {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
};

/** One rule about the repository; `promise` states what holds when it finds nothing. */
export type Rule = {
  readonly promise: string;
  readonly check: (repository: Repository) => readonly Finding[];
};

/** A rule that looks at one file at a time. */
export function perSource(
  promise: string,
  checkSource: (source: Source) => readonly Finding[],
): Rule {
  return { promise, check: ({ sources }) => sources.flatMap(checkSource) };
}

/** `path:line message`, which editors turn into a link. */
export function findingText({ path, line, message }: Finding): string {
  return `${path}:${line} ${message}`;
}

/**
 * Whether a comment `// tidy: <reason>` lifts a rule at a line: it stands at the end of that line,
 * or on a line of its own right above it or above its docstring.
 */
export function isLifted(source: Source, line: number): boolean {
  const at = (number: number) => source.lines[number - 1] ?? '';
  if (liftAtEnd.test(at(line))) return true;
  let above = line - 1;
  while (above > 0 && /^\s*(\/\*\*|\*)/.test(at(above))) above -= 1;
  return liftAlone.test(at(above)) || liftAlone.test(at(line - 1));
}

/** Whether the first lines of a file lift a rule about the file as a whole. */
export function isFileLifted(source: Source): boolean {
  return liftAlone.test(source.lines[0] ?? '') || liftAlone.test(source.lines[1] ?? '');
}

const liftAtEnd = /\/\/ tidy: \S.{9,}$/;
const liftAlone = /^\s*\/\/ tidy: \S.{9,}$/;
