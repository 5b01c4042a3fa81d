import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

const nicest = 19;

/**
 * Lets the calling thread wait for others where they share a processor: on Linux a thread has a
 * priority of its own. Elsewhere, and where it is not allowed, everything stays as it is.
 *
 * @param niceness above that of the process, 1 to 19
 */
export function yieldToOthers(niceness: number): void {
  try {
    // The link names the process and the thread: `123/task/456`.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (!(thread > 0) || thread === process.pid) return;
    setPriority(thread, Math.min(getPriority() + niceness, nicest));
  } catch {
    // It is only faster with it.
  }
}
