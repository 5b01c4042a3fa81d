// The one file that runs on whatever Node the machine has (20 or later, no node_modules).
// It installs what the lock file asks for when that is missing or older, then hands over to the
// Node that the lock file pins, which runs the TypeScript file named on the command line.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.laurel-installed');
const pinnedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  return existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

function install() {
  process.stderr.write('laurel: installing what the lock file pins (once)…\n');
  // npm sets npm_execpath when it runs a script; without it, npm is found on PATH.
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const result = spawnSync(
    command,
    [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  );
  if (result.status !== 0) {
    process.stderr.write(
      'laurel: `npm ci` failed; check the network and the registry setting, then run this again\n',
    );
    process.exit(1);
  }
  writeFileSync(stamp, lockHash());
}

const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node tools/bootstrap.mjs FILE.ts [arguments]\n');
  process.exit(2);
}
if (!isInstalled()) install();

// What a request leaves behind is gone within milliseconds: a larger nursery for new objects takes
// more memory and makes each of its collections longer, for no more speed. In a smaller one
// what waits for a slow disk is moved by more of them (docs/operating).
const nursery = '--max-semi-space-size=10';
// The system's library keeps memory apart for each thread that asked for it, and gives back little
// of it: 10 MB of a server's peak. What a caller has set counts.
const env = { MALLOC_ARENA_MAX: '1', ...process.env };
const child = spawn(pinnedNode, [nursery, join(root, entry), ...rest], { stdio: 'inherit', env });
// A signal sent to this process alone must still reach the server for its graceful stop; one typed
// at a terminal reaches the whole group, and the server ignores the second copy.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
