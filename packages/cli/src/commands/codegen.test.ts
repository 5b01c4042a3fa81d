import { equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createFakeShell, type Told } from '../fake-shell.ts';
import { run } from '../program.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const golden = (file: string) => join(root, 'fixtures/codegen', file);
const hostile = golden('hostile-title.json');

let directory = '';
before(() => {
  directory = mkdtempSync(join(tmpdir(), 'laurel-codegen-'));
});
after(() => rmSync(directory, { recursive: true }));

async function codegen(...words: readonly string[]): Promise<Told> {
  const shell = createFakeShell(directory);
  const code = await run(shell, ['codegen', ...words]);
  return { code, ...shell.told() };
}

describe('laurel codegen', () => {
  const endings = { typescript: 'ts', csharp: 'cs', cpp: 'hpp', gdscript: 'gd' };
  for (const [language, ending] of Object.entries(endings)) {
    test(`${language} constants of hostile names are as they were reviewed`, async () => {
      const told = await codegen(hostile, '--language', language, '--namespace', 'Kiln');
      equal(told.code, 0);
      equal(told.out, readFileSync(golden(`hostile-title.${ending}`), 'utf8'));
    });
  }

  test('a wrong id does not compile, and a right one does', () => {
    copyFileSync(golden('hostile-title.ts'), join(directory, 'achievements.ts'));
    const uses = (id: string) => `import type { AchievementId } from './achievements.ts';
export const id: AchievementId = '${id}';\n`;
    writeFileSync(join(directory, 'right.ts'), uses('2'));
    writeFileSync(join(directory, 'wrong.ts'), uses('99'));
    equal(compile('right.ts'), '');
    match(compile('wrong.ts'), /^wrong\.ts\(2,14\): error TS2322: .*"99"/);
  });

  test('text of a secret achievement is not told', async () => {
    const { out } = await codegen(hostile);
    match(out, /Hidden Vault \(0 G\): secret/);
    equal(out.includes('third wall'), false);
  });

  test('an achievement that is archived has no constant', async () => {
    const { out } = await codegen(hostile);
    equal(out.includes('Old Fire'), false);
  });

  test('with a file to write to it tells how many there are', async () => {
    const { code, out } = await codegen(hostile, '--out', 'made.ts');
    equal(code, 0);
    equal(out, 'made.ts: 17 achievements\n');
    match(readFileSync(join(directory, 'made.ts'), 'utf8'), /FirstFire: '1'/);
  });

  test('without a namespace it is named after the title', async () => {
    match((await codegen(hostile, '--language', 'cpp')).out, /namespace KilnEmberTitle/);
  });

  test('a namespace that is none is wrong usage', async () => {
    const { code, err } = await codegen(hostile, '--namespace', 'a; drop');
    equal(code, 2);
    match(err, /--namespace must be letters, digits and underscores; got "a; drop"/);
  });

  test('a document that can’t be read is told with its place', async () => {
    writeFileSync(join(directory, 'broken.json'), '{ "titleId": }');
    const { code, err } = await codegen(join(directory, 'broken.json'));
    equal(code, 1);
    match(err, /broken\.json:\d+:\d+: error/);
    equal(err.includes('defect'), false);
  });
});

/** @returns what the compiler says, nothing when it compiles */
function compile(file: string): string {
  const options = ['--noEmit', '--strict', '--allowImportingTsExtensions', '--module', 'nodenext'];
  const compiler = join(root, 'node_modules/.bin/tsc');
  const script = [compiler, ...options, '--types', '', file];
  const { stdout } = spawnSync(process.execPath, script, { cwd: directory, encoding: 'utf8' });
  return stdout.trim();
}
