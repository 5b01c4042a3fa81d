import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { works } from './isolation.ts';

/** Syncs that a process asked its kernel for. */
export type Syncs = {
  /** Of the write-ahead log. */
  readonly log: number;
  /** Of any other file; SQLite does so at a checkpoint. */
  readonly others: number;
};

/** Watches the syncs of a process until it is told to end. */
export type SyncWatch = { end(): Promise<Syncs> };

/**
 * Begins to watch with strace.
 *
 * @param file where strace may write
 * @returns `null` where strace is missing or may not look
 */
export async function watchSyncs(pid: number, file: string): Promise<SyncWatch | null> {
  if (!works('strace', ['-V'])) return null;
  const child = spawn(
    'strace',
    ['-f', '-y', '-e', 'trace=fsync,fdatasync', '-o', file, '-p', String(pid)],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const [said] = await Promise.race([once(child.stderr, 'data'), ended]);
  if (!String(said).includes('attached')) return null;
  return {
    async end() {
      child.kill('SIGINT');
      await ended;
      const syncs = countSyncs(readFileSync(file, 'utf8'));
      rmSync(file);
      return syncs;
    },
  };
}

/** @param trace what strace wrote, with `-y` so that files are named */
export function countSyncs(trace: string): Syncs {
  const paths = [...trace.matchAll(/\bf(?:data)?sync\(\d+<([^>]*)>/g)].map(([, path = '']) => path);
  const log = paths.filter((path) => path.endsWith('-wal')).length;
  return { log, others: paths.length - log };
}
