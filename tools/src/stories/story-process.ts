import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../compile-cache.ts';

/** Starts a program beside this file in a process of its own, with a channel to it. */
export function startProgram(file: string, args: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...compileCache },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
