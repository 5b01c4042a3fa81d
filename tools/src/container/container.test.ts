import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startInstance } from '../conformance/started.ts';
import { repositoryRoot } from '../tidy/repository.ts';
import { packApplication } from './application.ts';

/*
 * There is no container engine in these tests: they hold what can be held without one.
 */

const dockerfile = readFileSync(join(repositoryRoot, 'Dockerfile'), 'utf8');
const ignored = readFileSync(join(repositoryRoot, '.dockerignore'), 'utf8').trim().split('\n');

/** The instructions of one kind, without their names. */
function instructions(name: string): readonly string[] {
  const pattern = new RegExp(`^${name} (.*)$`, 'gm');
  return [...dockerfile.matchAll(pattern)].map(([, words = '']) => words);
}

describe('the container image', () => {
  test('everything that is copied is there, and is not left out', () => {
    const stages = instructions('FROM').flatMap((words) => words.split(' AS ').slice(1));
    for (const words of instructions('COPY')) {
      const [, stage] = /--from=(\w+)/.exec(words) ?? [];
      if (stage !== undefined) {
        assert.ok(stages.includes(stage), stage);
        continue;
      }
      for (const source of words.split(' ').slice(0, -1)) {
        assert.ok(existsSync(join(repositoryRoot, source)), source);
        assert.ok(!ignored.includes(source), source);
      }
    }
  });

  test('every file of the repository that it runs is among what is copied', () => {
    const copied = instructions('COPY').flatMap((words) => words.split(' '));
    for (const [, path = ''] of dockerfile.matchAll(/^RUN node (\S+)/gm)) {
      assert.ok(existsSync(join(repositoryRoot, path)), path);
      assert.ok(copied.includes(path.split('/')[0] ?? ''), path);
    }
  });

  test('it runs as nobody special, keeps its data in a volume, and checks its health', () => {
    assert.deepEqual(instructions('USER'), ['node']);
    assert.deepEqual(instructions('VOLUME'), ['/data']);
    assert.match(dockerfile, /LAUREL_DATA=\/data/);
    assert.equal(instructions('HEALTHCHECK').length, 1);
    assert.ok(dockerfile.indexOf('\nUSER ') < dockerfile.indexOf('\nENTRYPOINT '));
  });

  test('its Node is at least the one that the packages need', () => {
    const { engines } = JSON.parse(
      readFileSync(join(repositoryRoot, 'packages/cli/package.json'), 'utf8'),
    );
    const least = Number(/\d+/.exec(engines.node)?.[0]);
    for (const image of instructions('FROM')) {
      assert.ok(Number(/^node:(\d+)/.exec(image)?.[1]) >= least, image);
    }
  });

  test('keys and data of this machine are not sent to the builder', () => {
    for (const pattern of ['.git', '**/node_modules', 'data', 'production', '**/*.key']) {
      assert.ok(ignored.includes(pattern), pattern);
    }
  });

  test('the check of its health ends well where an instance is ready, and badly elsewhere', async () => {
    const instance = await startInstance();
    assert.equal(await checkHealth(instance.url.port), 0);
    await instance[Symbol.asyncDispose]();
    assert.equal(await checkHealth(instance.url.port), 1);
  });

  test('the application is packed with the entry point that the image starts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'laurel-container-'));
    await packApplication(folder);
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    assert.ok(!('@laurel/testing' in dependencies));
    for (const file of Object.values<string>(dependencies)) {
      assert.ok(existsSync(join(folder, file.replace('file:', ''))), file);
    }
    const [, entry = ''] = /ENTRYPOINT \["node", "--[^"]+", "([^"]+)"\]/.exec(dockerfile) ?? [];
    assert.equal(entry, '/application/node_modules/laurel/bin.mjs');
    const command = readFileSync(join(repositoryRoot, 'packages/cli/package.json'), 'utf8');
    assert.equal(JSON.parse(command).bin.laurel, './bin.mjs');
    rmSync(folder, { recursive: true });
  });
});

async function checkHealth(port: string): Promise<unknown> {
  const script = join(import.meta.dirname, 'healthcheck.js');
  const env = { ...process.env, LAUREL_PORT: port };
  const [code] = await once(spawn(process.execPath, [script], { env }), 'close');
  return code;
}
