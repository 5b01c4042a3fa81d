import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createFakeShell } from '../fake-shell.ts';
import { everythingIn, layOut, sampleSystem } from '../intercept/sample-system.ts';
import { systemNames } from '../intercept/system.ts';
import { run } from '../program.ts';
import { interceptCommand } from './intercept.ts';

let directory = '';
let root = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'laurel-command-'));
  root = join(directory, 'system');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command on a system that is a folder. @returns its document */
async function on(name: (typeof systemNames)[number], words: readonly string[]) {
  const shell = createFakeShell(directory);
  const command = interceptCommand(shell, sampleSystem(root, name));
  await command.parseAsync([...words, '--json'], { from: 'user' });
  return JSON.parse(shell.told().out);
}

for (const name of systemNames) {
  describe(`laurel intercept on ${name}`, () => {
    beforeEach(() => layOut(root, name));

    test('applies, says what it did, and undoes it to the byte', async () => {
      const before = everythingIn(root);
      const { applied, steps } = await on(name, ['--apply']);
      equal(applied, true);
      match(JSON.stringify(steps), /achievements\.xboxlive\.com/);
      deepEqual(await on(name, ['--undo']), { undone: true, left: [] });
      deepEqual(everythingIn(root), before);
      deepEqual(await on(name, ['--undo']), { undone: false, left: [] });
    });

    test('shows the steps and changes nothing', async () => {
      const before = everythingIn(root);
      const { authority, hosts, steps } = await on(name, ['--steps', '--proxy']);
      equal(statSync(authority.key).mode & 0o777, 0o600);
      equal(hosts.length > 20, true);
      match(JSON.stringify(steps), /proxy\.pac/);
      deepEqual(everythingIn(root), before);
    });

    test('leaves the hosts file alone with --proxy', async () => {
      const { hostsFile } = sampleSystem(root, name);
      const before = readFileSync(hostsFile);
      const { steps } = await on(name, ['--apply', '--proxy']);
      match(steps[0].title, /^Trust/);
      deepEqual(readFileSync(hostsFile), before);
    });

    test('leaves the authorities alone with --no-trust', async () => {
      const { hostsFile } = sampleSystem(root, name);
      const others = () =>
        everythingIn(root).filter(([path]) => path !== hostsFile && !/laurel-inter/.test(path));
      const before = others();
      await on(name, ['--apply', '--no-trust']);
      deepEqual(others(), before);
    });
  });
}

describe('laurel intercept, called wrongly', () => {
  const wrong: readonly (readonly [words: string, message: RegExp])[] = [
    ['--apply --undo', /cannot be used with/],
    ['--apply --system windows', /cannot be used with/],
    ['--system amiga', /Allowed choices/],
    ['--port 70000', /--port must be a whole number/],
    ['--apply --proxy --no-trust', /nothing to apply/],
    ['--tunnel', /--tunnel is for --proxy/],
    ['--proxy --tunnel --host 0.0.0.0', /--host must be 127\.0\.0\.1/],
  ];
  for (const [words, message] of wrong) {
    test(`${words} ends with 2 and says why`, async () => {
      const shell = createFakeShell(directory);
      equal(await run(shell, ['intercept', ...words.split(' ')]), 2);
      match(shell.told().err, message);
    });
  }

  test('without a server to hand on to it ends with 1', async () => {
    const shell = createFakeShell(directory);
    equal(await run(shell, ['intercept', '--port', '0']), 1);
    match(shell.told().err, /no server is known/);
  });
});
