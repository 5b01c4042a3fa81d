import type { LoggedCall } from '../calls/logged-call.ts';

/** What would be refused, what is wasted, what could be better. */
export type Severity = 'error' | 'warning' | 'advice';

/** A pattern that a client would do better without. Pure: the same calls, the same matches. */
export type LintRule = {
  /** In kebab-case; tests name it to let it pass. */
  readonly id: string;
  readonly severity: Severity;
  /** What to do instead, as a sentence to the client's developers. */
  readonly advice: string;
  /** Where that is written, with its label of evidence. */
  readonly source: string;
  /** @param calls in the order in which they were answered */
  find(calls: readonly LoggedCall[]): readonly LintMatch[];
};

/** One place where the pattern is. */
export type LintMatch = {
  /** What was seen, in numbers. */
  readonly message: string;
  /** Never empty. */
  readonly calls: readonly LoggedCall[];
};

/** @returns the calls by what `nameOf` makes of them; where that is nothing, they are left out */
export function grouped(
  calls: readonly LoggedCall[],
  nameOf: (call: LoggedCall) => string | undefined,
): readonly (readonly LoggedCall[])[] {
  const groups = new Map<string, LoggedCall[]>();
  for (const call of calls) {
    const name = nameOf(call);
    if (name === undefined) continue;
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(call);
  }
  return [...groups.values()];
}

/** @returns runs of calls of which each came at most `gapMs` after the one before */
export function runsWithin(
  calls: readonly LoggedCall[],
  gapMs: number,
): readonly (readonly LoggedCall[])[] {
  const runs: LoggedCall[][] = [];
  for (const call of calls) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && call.atMs - last.atMs <= gapMs) run.push(call);
    else runs.push([call]);
  }
  return runs;
}

/** Who called: a player with a title, or nobody that is known. */
export function callerOf({ shown: { player, titleId } }: LoggedCall): string {
  return `${player ?? '-'} ${titleId ?? '-'}`;
}

/** Seconds from the first to the last of some calls, with one decimal. */
export function secondsOf(calls: readonly LoggedCall[]): string {
  const [first, last] = [calls[0]?.atMs ?? 0, calls.at(-1)?.atMs ?? 0];
  return ((last - first) / 1000).toFixed(1).replace(/\.0$/, '');
}

/** Whether it was answered as asked. */
export function isGood({ shown: { status } }: LoggedCall): boolean {
  return (status >= 200 && status < 300) || status === 304;
}
