import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** Where tests are. */
const patterns = ['packages/*/src/**/*.test.ts', 'tools/src/**/*.test.ts'];

/** A test that takes longer hangs. */
const testMinutesMax = 5;

/**
 * Runs every test of the workspace, as many files at once as there are cores. Prints each failure
 * whole and, last, the counts.
 *
 * @returns whether all passed, and there were any
 */
export async function runTests(root: string): Promise<boolean> {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  const stream = run({
    files: files.map((file) => join(root, file)),
    concurrency: availableParallelism(),
    timeout: testMinutesMax * 60_000,
    cwd: root,
  });
  let passed = 0;
  let isGood = true;
  stream.on('test:pass', ({ skip }) => {
    if (skip === undefined) passed += 1;
  });
  stream.on('test:fail', () => {
    isGood = false;
  });
  const report = Readable.from(withoutPasses(stream)).pipe(new spec());
  for await (const text of report) process.stdout.write(text);
  return isGood && passed > 0;
}

type TestEvent = { readonly type: string; readonly data: unknown };

/** Passing tests are only counted: a report of a thousand of them hides the one that failed. */
async function* withoutPasses(events: AsyncIterable<TestEvent>): AsyncIterable<TestEvent> {
  for await (const event of events) {
    const isSkipped = Reflect.get(Object(event.data), 'skip') !== undefined;
    if (event.type !== 'test:pass' || isSkipped) yield event;
  }
}
