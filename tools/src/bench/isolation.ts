import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, cpus } from 'node:os';

/** Which core each side of the bench has. */
const cores = { server: 0, load: 1 } as const;

/** How far the bench could be set apart from what else the machine does. */
export type Isolation = {
  readonly network: 'a private namespace' | 'the shared loopback';
  readonly cores: 'one for the server, one for the load' | 'shared';
  /** What was missing. */
  readonly notes: readonly string[];
};

/** Said by the outer process to the inner one. */
export const insideFlag = '--inside-namespace';

const canPin = cpus().length >= 2 && works('taskset', ['-c', '0,1', 'true']);

/** A command that runs on the core of its side, where cores can be chosen. */
export function pinned(
  side: keyof typeof cores,
  command: readonly [string, ...string[]],
): [string, ...string[]] {
  return canPin ? ['taskset', '-c', String(cores[side]), ...command] : [...command];
}

/**
 * Starts this program anew, with the options that Node was given, in a network namespace of its own
 * and on the core of the load.
 *
 * @returns its exit code
 */
export async function runInside(args: readonly string[]): Promise<number> {
  const [entry = ''] = process.argv.slice(1);
  const program: [string, ...string[]] = [process.execPath, ...process.execArgv, entry];
  const [command, ...rest] = [...namespaced(), ...pinned('load', program), ...args, insideFlag];
  const child = spawn(command ?? process.execPath, rest, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

/** What puts a command into a network namespace of its own; nothing where that can't be had. */
function namespaced(): readonly string[] {
  if (!works('ip', ['-V'])) return [];
  for (const prefix of [
    ['unshare', '--net'],
    ['unshare', '--user', '--map-root-user', '--net'],
  ]) {
    const [command = '', ...rest] = prefix;
    if (works(command, [...rest, 'ip', 'link', 'set', 'lo', 'up'])) return prefix;
  }
  return [];
}

/** Called by the inner process: brings the namespace's loopback up, and says what was had. */
export function settleInside(): Isolation {
  const notes: string[] = [];
  // In a new namespace loopback is the only device and it is down; in the shared one it is up.
  const isPrivate = !isLoopbackUp() && works('ip', ['link', 'set', 'lo', 'up']);
  if (!isPrivate) {
    notes.push('no private network namespace: that takes root, unshare and ip (iproute2)');
  }
  if (!canPin) {
    const missing = availableParallelism() < 2 ? 'a second core' : 'taskset (util-linux)';
    notes.push(`server and load share their cores: ${missing} is missing`);
  }
  return {
    network: isPrivate ? 'a private namespace' : 'the shared loopback',
    cores: canPin ? 'one for the server, one for the load' : 'shared',
    notes,
  };
}

function isLoopbackUp(): boolean {
  const { stdout } = spawnSync('ip', ['link', 'show', 'lo'], { encoding: 'utf8' });
  return stdout === null || !/state DOWN/.test(stdout);
}

/** @returns whether that command is there and succeeds */
export function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
