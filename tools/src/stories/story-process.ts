import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What was compiled is kept: stories start programs again and again. */
const cache = fileURLToPath(new URL('../../../node_modules/.cache/laurel', import.meta.url));

/** Starts a program beside this file in a process of its own, with a channel to it. */
export function startProgram(file: string, args: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
