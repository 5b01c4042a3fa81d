import type { Outcome } from './run.ts';

/** A longer line is cut: one case is one line. */
const lineLengthMax = 400;

/** One line about a case that failed. */
export function failureLine({ vector: { id, title }, reasons }: Outcome): string {
  const line = `${id} ${title}: ${reasons.join('; ')}`.replace(/\s+/g, ' ');
  return line.length > lineLengthMax ? `${line.slice(0, lineLengthMax - 1)}…` : line;
}

/** How many cases came out in each way. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Counts outcomes. */
export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const count = (result: Outcome['result']) =>
    outcomes.filter((outcome) => outcome.result === result).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** The line that closes a run. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Why cases were skipped, a line for each reason. */
export function skippedLines(outcomes: readonly Outcome[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { result, vector, reasons } of outcomes) {
    if (result !== 'skipped') continue;
    const why = `${vector.kind}: ${reasons.join('; ')}`;
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].map(([why, count]) => `skipped ${count} ${why}`);
}

/** A run for machines. */
export function jsonReport(outcomes: readonly Outcome[]): string {
  const cases = outcomes.map(({ vector: { id, kind, area, title }, result, reasons }) => {
    return { id, kind, area, title, result, reasons };
  });
  return JSON.stringify({ ...tallyOf(outcomes), cases }, null, 2);
}
