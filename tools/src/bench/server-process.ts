import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../compile-cache.ts';
import type { Announcement } from './announce.ts';
import { pinned } from './isolation.ts';

/** A server process that was started for the bench. */
export type ServerProcess = {
  readonly pid: number;
  readonly port: number;
  /** Processor time that it has used so far, in microseconds; 0 where it can't be read. */
  usedMicroseconds(): number;
  /** The most memory it has held, in bytes; 0 where it can't be read. */
  peakBytes(): number;
  /** The memory that it holds now, in bytes; 0 where it can't be read. */
  residentBytes(): number;
  /** Asks a preloaded module of it for what that counts. */
  ask(question: string): Promise<unknown>;
  /** Asks it to stop, and waits for it. */
  stop(): Promise<void>;
};

/** A server that did not say its port by then failed. */
const startMs = 60_000;

/** The most that every server process held, in bytes, by its name. */
export const peaks = new Map<string, number>();

/**
 * Starts one of the bench's servers, on the core that servers have.
 *
 * @param server `file` beside this one, `nodeOptions` before it, `args` after it
 * @throws by the result, when the process ends before it listens
 */
export async function startServer({
  name,
  file,
  args = [],
  nodeOptions = [],
}: {
  name: string;
  file: string;
  args?: readonly string[];
  nodeOptions?: readonly string[];
}): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const [command, ...rest] = pinned('server', [process.execPath, ...nodeOptions, path, ...args]);
  // The log is written, to where nobody reads it.
  const log = openSync('/dev/null', 'w');
  const env = { ...process.env, ...compileCache };
  const child = spawn(command, rest, { env, stdio: ['ignore', log, 'inherit', 'ipc'] });
  closeSync(log);
  const { port } = await announcementOf(child, name);
  const pid = child.pid ?? 0;
  const server: ServerProcess = {
    pid,
    port,
    usedMicroseconds: () => usedMicroseconds(pid),
    peakBytes: () => peakBytes(pid),
    residentBytes: () => statusBytes(pid, 'VmRSS'),
    async ask(question) {
      const answered = once(child, 'message');
      child.send(question);
      const [answer] = await answered;
      return answer[question];
    },
    async stop() {
      peaks.set(name, Math.max(peaks.get(name) ?? 0, peakBytes(pid)));
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
  return server;
}

async function announcementOf(child: ChildProcess, name: string): Promise<Announcement> {
  const deadline = AbortSignal.timeout(startMs);
  const ended = once(child, 'exit', { signal: deadline }).then(([code]) => {
    throw new Error(`the ${name} server ended before it listened, with code ${code}`);
  });
  const [announcement] = await Promise.race([once(child, 'message', { signal: deadline }), ended]);
  ended.catch(() => undefined);
  return announcement as Announcement;
}

/** Linux counts a process' time in hundredths of a second. */
const tickMicroseconds = 10_000;

function usedMicroseconds(pid: number): number {
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMicroseconds;
}

function peakBytes(pid: number): number {
  return statusBytes(pid, 'VmHWM');
}

function statusBytes(pid: number, name: 'VmHWM' | 'VmRSS'): number {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm');
  const [, kilobytes] = line.exec(textOf(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes ?? 0) * 1024;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
