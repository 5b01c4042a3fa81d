import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { installedChromium } from '../browser/installed-chromium.ts';
import { wireLockProblems } from '../openapi/wire-lock.ts';
import { type CommandResult, runNode } from './command.ts';
import { lockFileProblems, readLockedFiles } from './lock-file.ts';

/** One thing that is checked before the tests run. */
export type Check = {
  readonly name: string;
  readonly run: (root: string) => Promise<CommandResult>;
};

/** Everything but the tests, in the order in which it is run. */
export const checks: readonly Check[] = [
  { name: 'form and lint (biome)', run: checkForm },
  { name: 'types (tsc)', run: checkTypes },
  { name: 'lock file', run: async (root) => resultOf(lockFileProblems(readLockedFiles(root))) },
  { name: 'wire lock (docs/wire/openapi.json)', run: async () => resultOf(wireLockProblems()) },
  { name: 'Chromium for the browser tests', run: checkChromium },
];

function resultOf(problems: readonly string[]): CommandResult {
  return { isGood: problems.length === 0, output: problems.join('\n') };
}

async function checkChromium(): Promise<CommandResult> {
  try {
    return { isGood: true, output: installedChromium() };
  } catch (cause) {
    return { isGood: false, output: String(cause) };
  }
}

function checkForm(root: string): Promise<CommandResult> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  return runNode(biome, { root, args: ['check', '--error-on-warnings', '--colors=off'] });
}

/** Each package by its own configuration, and everything with its tests by that of the root. */
async function checkTypes(root: string): Promise<CommandResult> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  const projects = ['tsconfig.json', ...packages, 'tools', 'examples'];
  const results = await inParallel(projects, (project) =>
    runNode(tsc, { root, args: ['-p', project, '--pretty', 'false'] }),
  );
  const lines = new Set(results.flatMap(({ output }) => output.split('\n')));
  const isGood = results.every((result) => result.isGood);
  return { isGood, output: [...lines].filter((line) => line !== '').join('\n') };
}

/** Runs as many at once as there are cores; results are in the order of the items. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = [...items.entries()];
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next[0]] = await run(next[1]);
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}
