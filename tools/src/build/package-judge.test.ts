import { deepEqual, ok } from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { repositoryRoot } from '../tidy/repository.ts';
import { packageProblems } from './package-judge.ts';
import { buildPackages } from './packages.ts';

const trials = mkdtempSync(join(tmpdir(), 'laurel-judged-'));
after(() => rmSync(trials, { recursive: true, force: true }));

test('publint and attw find nothing wrong with what studios install for their tests', async () => {
  const options = { names: ['testing'], into: 'build/judged-testing' };
  const [testing] = await buildPackages(repositoryRoot, options);
  deepEqual(await packageProblems(testing?.folder ?? ''), []);
});

describe('the SDK as it is published', () => {
  let folder = '';

  before(async () => {
    const options = { names: ['client'], into: 'build/judged' };
    const [client] = await buildPackages(repositoryRoot, options);
    folder = client?.folder ?? '';
  });

  test('publint and attw find nothing wrong with it', async () => {
    deepEqual(await packageProblems(folder), []);
  });

  test('an entry that leads nowhere is found', async () => {
    const broken = join(trials, 'broken');
    cpSync(folder, broken, { recursive: true });
    const path = join(broken, 'package.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('outbox-entry', 'gone'));
    ok((await packageProblems(broken)).length > 0);
  });

  test('a browser finds every module of it by its path, without a bundler', () => {
    const seen = new Set<string>();
    const follow = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const text = readFileSync(path, 'utf8');
      for (const [, specifier = ''] of text.matchAll(/^(?:import|export)[^'"]*?from '([^']+)'/gm)) {
        ok(specifier.startsWith('.'), `${path} imports ${specifier}`);
        follow(join(path, '..', specifier));
      }
    };
    for (const entry of ['core-entry', 'index', 'outbox-entry', 'worker/deliver-in-background']) {
      follow(join(folder, 'dist', `${entry}.js`));
    }
    ok(seen.size > 20);
  });
});
