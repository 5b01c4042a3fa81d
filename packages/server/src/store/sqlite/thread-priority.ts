import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** The range of niceness: what is nicer waits for others. */
const nicest = 19;
const leastNice = -20;

/**
 * Lets the calling thread wait for others where they share a processor, or go before them: on Linux
 * a thread has a priority of its own. Elsewhere, and where it is not allowed, everything stays as
 * it is; to go before others takes a right (docs/operating/running.md).
 *
 * @param niceness above that of the process, 1 to 19 to wait, -1 to -20 to go first
 */
export function setNiceness(niceness: number): void {
  try {
    // The link names the process and the thread: `123/task/456`.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (!(thread > 0) || thread === process.pid) return;
    setPriority(thread, Math.max(Math.min(getPriority() + niceness, nicest), leastNice));
  } catch {
    // It is only faster with it.
  }
}
