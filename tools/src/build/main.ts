import { repositoryRoot } from '../tidy/repository.ts';
import { buildFolder, buildPackages } from './packages.ts';
import { tryPackages } from './trial.ts';

/** Builds the packages; with `--try` installs them elsewhere and uses them. */
async function build(args: readonly string[]): Promise<void> {
  const tell = (line: string) => process.stdout.write(`${line}\n`);
  const packages = await buildPackages(repositoryRoot);
  tell(`built ${packages.map(({ name }) => name).join(', ')} into ${buildFolder}`);
  if (args.includes('--try')) await tryPackages(packages, tell);
}

await build(process.argv.slice(2));
