import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackages } from '../build/packages.ts';
import { repositoryRoot } from '../tidy/repository.ts';

/** The command and what it is made of; what is for others' tests stays behind. */
const names = ['cli', 'client', 'contract', 'domain', 'server', 'web'];

/**
 * Builds the packages, packs them as a registry would, and writes a manifest that installs
 * them: `npm install --omit=dev` in that folder makes the application.
 *
 * @param folder is made; beside the manifest it gets the check of its health
 */
export async function packApplication(folder: string): Promise<void> {
  const packed = join(folder, 'packed');
  mkdirSync(packed, { recursive: true });
  const options = { names, into: 'build/container', hasTypes: false };
  const built = await buildPackages(repositoryRoot, options);
  const dependencies: Record<string, string> = {};
  for (const { name, folder: source } of built) {
    dependencies[name] = `file:packed/${pack(source, packed)}`;
  }
  const manifest = { private: true, type: 'module', dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  cpSync(new URL('./healthcheck.js', import.meta.url), join(folder, 'healthcheck.js'));
}

/** @returns the name of the archive */
function pack(source: string, into: string): string {
  const words = ['pack', source, '--pack-destination', into, '--silent'];
  const { status, stdout } = spawnSync('npm', words, { encoding: 'utf8' });
  const name = stdout.trim().split('\n').at(-1) ?? '';
  if (status !== 0 || !name.endsWith('.tgz')) throw new Error(`${source} was not packed`);
  return name;
}
