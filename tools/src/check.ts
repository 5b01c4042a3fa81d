import { checks } from './check/checks.ts';
import { runTests } from './check/test-run.ts';
import { repositoryRoot } from './tidy/repository.ts';

/** Runs every check, then every test; one that fails does not keep the others from running. */
async function checkAll(root: string): Promise<void> {
  const failed: string[] = [];
  for (const { name, run } of checks) {
    const startedAt = performance.now();
    const { isGood, output } = await run(root);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(`${isGood ? '✔' : '✖'} ${name} (${seconds} s)\n`);
    if (!isGood) {
      process.stdout.write(`${output.trim()}\n\n`);
      failed.push(name);
    }
  }
  process.stdout.write('▶ tests\n');
  if (!(await runTests(root))) failed.push('tests');
  if (failed.length === 0) return;
  process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}

await checkAll(repositoryRoot);
