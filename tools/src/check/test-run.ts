import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { createTestReport } from './test-report.ts';

/** Where tests are. */
const patterns = ['packages/*/src/**/*.test.ts', 'tools/src/**/*.test.ts'];

/** A test that takes longer hangs. */
const testMinutesMax = 5;

/**
 * Runs every test of the workspace, as many files at once as there are cores. Prints a line for
 * each file, then each failure whole and, last, the counts.
 *
 * @returns whether all passed, and there were any
 */
export async function runTests(root: string): Promise<boolean> {
  const files = patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .sort()
    .map((file) => join(root, file));
  const stream = run({
    files,
    concurrency: availableParallelism(),
    timeout: testMinutesMax * 60_000,
    cwd: root,
  });
  const report = createTestReport(files, (path) => relative(root, path));
  for await (const event of stream) process.stdout.write(report.note(event));
  process.stdout.write(report.closing());
  return report.isGood();
}
