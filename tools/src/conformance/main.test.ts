import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Started, startInstance } from './started.ts';

const program = join(import.meta.dirname, 'main.ts');

/** Runs the command; what it prints is given line by line. */
function run(...args: readonly string[]): Promise<{ code: number; out: string[]; error: string }> {
  return new Promise((settle) => {
    execFile(process.execPath, [program, ...args], (thrown, stdout, stderr) => {
      const code = thrown === null ? 0 : Number(thrown.code);
      settle({ code, out: stdout.trimEnd().split('\n'), error: stderr });
    });
  });
}

const world = { users: {}, titles: {}, state: {} };
const passing = {
  id: 'C-1',
  kind: 'config',
  title: 'passes',
  request: { config: { achievement: { gamerscore: 0 } } },
  expect: { valid: true },
};
const failing = { ...passing, id: 'C-2', title: 'fails', expect: { valid: false } };
const strange = { id: 'X-1', kind: 'grpc', title: 'is skipped' };

describe('the command that runs conformance vectors', () => {
  let folder: string;
  let started: Started;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'laurel-vectors-'));
    started = await startInstance();
  });

  after(async () => {
    await started[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function fileOf(text: string): Promise<string> {
    const path = join(folder, 'vectors.json');
    await writeFile(path, text);
    return path;
  }

  function atInstance(): readonly string[] {
    return ['--url', started.url.href, '--key', started.managementKey];
  }

  test('exit code 0 and the counts alone on the last line when no case failed', async () => {
    const file = await fileOf(JSON.stringify({ world, cases: [passing, strange] }));
    const { code, out } = await run(file);
    assert.equal(code, 0);
    assert.equal(out.at(-1), '1 passed, 0 failed, 1 skipped');
  });

  test('exit code 1 and one line for each failing case, also against a running server', async () => {
    const file = await fileOf(JSON.stringify({ world, cases: [passing, failing] }));
    const { code, out } = await run(file, ...atInstance());
    assert.equal(code, 1);
    assert.equal(out.filter((line) => line.startsWith('C-2 fails: ')).length, 1);
    assert.equal(out.at(-1), '1 passed, 1 failed, 0 skipped');
  });

  test('exit code 2 and the reason for a file that holds no vectors', async () => {
    const { code, error } = await run(await fileOf('{not'), ...atInstance());
    assert.equal(code, 2);
    assert.match(error, /can't be read as conformance vectors/);
  });

  test('exit code 2 for a file that is not there', async () => {
    assert.equal((await run(join(folder, 'nowhere.json'))).code, 2);
  });
});
