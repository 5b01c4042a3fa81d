import { join } from 'node:path';
import { runNode } from './check/command.ts';
import { repositoryRoot } from './tidy/repository.ts';

/** Puts all code into its form and mends what can be mended without judgement. */
async function formatAll(root: string): Promise<void> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { isGood, output } = await runNode(biome, { root, args: ['check', '--write'] });
  process.stdout.write(output);
  if (!isGood) process.exitCode = 1;
}

await formatAll(repositoryRoot);
