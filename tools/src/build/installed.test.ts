import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { repositoryRoot } from '../tidy/repository.ts';
import { type BuiltPackage, buildPackages, everything } from './packages.ts';
import { tryInstalled } from './trial.ts';

/** Puts packages where npm would, without asking a registry: others are those of the workspace. */
function install(packages: readonly BuiltPackage[], folder: string): void {
  const modules = join(folder, 'node_modules');
  for (const { name, folder: built } of packages) {
    const { files } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'));
    for (const file of ['package.json', ...files]) {
      cpSync(join(built, file), join(modules, name, file), { recursive: true });
    }
  }
  const ours = new Set(['.bin', '.cache', '.package-lock.json', '@laurel', 'laurel']);
  for (const name of readdirSync(join(repositoryRoot, 'node_modules'))) {
    if (ours.has(name)) continue;
    symlinkSync(join(repositoryRoot, 'node_modules', name), join(modules, name));
  }
  const command = join(modules, '.bin/laurel');
  mkdirSync(dirname(command));
  symlinkSync('../laurel/bin.mjs', command);
  chmodSync(join(modules, 'laurel/bin.mjs'), 0o755);
}

describe('the packages as they are installed', () => {
  let folder = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'laurel-installed-'));
    const options = { ...everything(repositoryRoot), into: 'build/installed', hasTypes: false };
    install(await buildPackages(repositoryRoot, options), folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('the command tells its version, develops with the samples and serves', async () => {
    const told: string[] = [];
    await tryInstalled(folder, (line) => told.push(line));
    assert.equal(told.length, 3);
    assert.match(told[1] ?? '', /serves 2 sample titles/);
  });

  test('a sample names a schema that is shipped', () => {
    const samples = join(folder, 'node_modules/laurel/samples');
    for (const name of readdirSync(samples)) {
      const text = readFileSync(join(samples, name, 'title.json'), 'utf8');
      const { $schema } = JSON.parse(text);
      assert.ok(readFileSync(join(samples, name, $schema), 'utf8').startsWith('{'));
    }
  });
});
