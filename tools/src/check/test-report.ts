import { inspect } from 'node:util';

/** What the test runner tells while it runs; only what the report reads. */
export type TestEvent = { readonly type: string; readonly data: TestEventDetails };

type TestEventDetails = {
  readonly name?: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly message?: string;
  readonly nesting?: number;
  readonly skip?: string | boolean | undefined;
  readonly details?: {
    readonly error?: { readonly failureType?: string; readonly cause?: unknown };
  };
  readonly counts?: Readonly<Record<string, number>>;
  readonly duration_ms?: number;
};

/** Turns what the runner tells into a report: a line for each file, then failures and counts. */
export type TestReport = {
  /** @returns what is to be printed now; empty for nothing */
  note(event: TestEvent): string;
  /** Failures, skipped tests and, last, the counts in the form of Node's own reporters. */
  closing(): string;
  /** Whether all tests passed, there were any, and every file came to its end. */
  isGood(): boolean;
};

/** Failures of a group, or of a file, that only repeat those of its tests. */
const repeatedFailures = ['subtestsFailed'];

/**
 * Begins a report.
 *
 * @param files what is run: a file that ends without having summed up its tests is a failure, also
 *   where its process says that all went well
 * @param relative shortens the path of a file for people
 */
export function createTestReport(
  files: readonly string[],
  relative: (path: string) => string,
): TestReport {
  const unended = new Set(files);
  const failures: string[] = [];
  const skipped: string[] = [];
  let counts: Readonly<Record<string, number>> = {};
  let durationMs = 0;

  const placeOf = ({ file, line }: TestEventDetails) =>
    `${file === undefined ? 'unknown file' : relative(file)}${line === undefined ? '' : `:${line}`}`;

  function noteSummary(data: TestEventDetails): string {
    if (data.file !== undefined) {
      if ((data.counts?.tests ?? 0) > 0) unended.delete(data.file);
      return fileLine(relative(data.file), data);
    }
    counts = data.counts ?? {};
    durationMs = data.duration_ms ?? 0;
    return '';
  }

  return {
    note({ type, data }) {
      if (type === 'test:summary') return noteSummary(data);
      if (type === 'test:stderr' || type === 'test:stdout') return data.message ?? '';
      if (type === 'test:pass' && data.skip !== undefined) {
        // All that a file holds may be one group that is skipped, and says why.
        if (data.file !== undefined) unended.delete(data.file);
        skipped.push(
          `- ${placeOf(data)} ${data.name}${data.skip === true ? '' : `: ${data.skip}`}`,
        );
      }
      if (type === 'test:diagnostic' && (data.nesting ?? 0) > 0) return `  ℹ ${data.message}\n`;
      if (type !== 'test:fail') return '';
      const error = data.details?.error;
      if (repeatedFailures.includes(error?.failureType ?? '')) return '';
      failures.push(`✖ ${placeOf(data)} ${data.name}\n${indented(inspect(error?.cause ?? error))}`);
      return '';
    },
    closing() {
      const parts = [
        skipped.length > 0 ? `\nskipped:\n${skipped.join('\n')}\n` : '',
        failures.length > 0 ? `\nfailed:\n\n${failures.join('\n\n')}\n` : '',
        unended.size > 0 ? `\n${unendedLines([...unended].map(relative))}\n` : '',
        `\n${closingLines(counts, durationMs)}\n`,
      ];
      return parts.join('');
    },
    isGood: () =>
      failures.length + unended.size === 0 && counts.passed !== 0 && counts.failed === 0,
  };
}

function unendedLines(paths: readonly string[]): string {
  return paths
    .map((path) => `✖ ${path} has no test, or its process ended before its tests did`)
    .join('\n');
}

function fileLine(path: string, { counts = {}, duration_ms: durationMs = 0 }: TestEventDetails) {
  const { tests = 0, failed = 0, cancelled = 0 } = counts;
  const isGood = failed + cancelled === 0;
  const many = `${tests} ${tests === 1 ? 'test' : 'tests'}`;
  return `${isGood ? '✔' : '✖'} ${path} (${many}, ${(durationMs / 1000).toFixed(1)} s)\n`;
}

/** As Node's own reporters close a run, so that what reads those reads this. */
function closingLines(counts: Readonly<Record<string, number>>, durationMs: number): string {
  const { tests = 0, suites = 0, passed = 0, failed = 0 } = counts;
  const { cancelled = 0, skipped = 0, todo = 0 } = counts;
  return [
    `ℹ tests ${tests}`,
    `ℹ suites ${suites}`,
    `ℹ pass ${passed}`,
    `ℹ fail ${failed}`,
    `ℹ cancelled ${cancelled}`,
    `ℹ skipped ${skipped}`,
    `ℹ todo ${todo}`,
    `ℹ duration_ms ${Math.round(durationMs)}`,
  ].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
