import { write, writeSync } from 'node:fs';

/** Lines are gathered up to this many characters before they are written. */
const gatheredMax = 64 * 1024;

/** Lines that nobody takes are kept up to this many characters; beyond, new ones are dropped. */
const keptMax = 8 * 1024 * 1024;

/** A gathered line waits at most this long, in milliseconds. */
const flushEveryMs = 250;

/** How long a reader that takes nothing is left alone, in milliseconds. */
const retryAfterMs = 50;

/** Writes lines to a file or a pipe, many at once and never in the way of a request. */
export type LineWriter = {
  /** @param line with its line end */
  write(line: string): void;
  /** Writes what is gathered before it returns, and stops the timer. */
  close(): void;
};

/**
 * Node's streams and the log library's own writer take a write apart for each line, which costs a
 * request more than making the line does; this one joins what came in between.
 *
 * @param fd an open file descriptor; it is not closed
 */
export function createLineWriter(fd: number): LineWriter {
  let gathered: string[] = [];
  let characters = 0;
  let dropped = 0;
  let leaving: Buffer | null = null;
  const timer = setInterval(send, flushEveryMs).unref();

  function take(): Buffer {
    if (dropped > 0) gathered.push(`{"level":40,"msg":"log lines dropped","count":${dropped}}\n`);
    const bytes = Buffer.from(gathered.join(''));
    gathered = [];
    characters = 0;
    dropped = 0;
    return bytes;
  }

  function send(): void {
    if (leaving !== null || gathered.length === 0) return;
    leaving = take();
    leave();
  }

  function leave(): void {
    if (leaving === null) return;
    write(fd, leaving, (error, written = 0) => {
      if (error?.code === 'EAGAIN') {
        setTimeout(leave, retryAfterMs).unref();
        return;
      }
      // A log that can't be written any more must not stop the service.
      leaving = error === null ? (leaving?.subarray(written) ?? null) : null;
      if (leaving?.length === 0) leaving = null;
      if (leaving !== null) leave();
      else if (characters >= gatheredMax) send();
    });
  }

  return {
    write(line) {
      if (characters > keptMax) {
        dropped += 1;
        return;
      }
      gathered.push(line);
      characters += line.length;
      if (characters >= gatheredMax) send();
    },
    close() {
      clearInterval(timer);
      const rest = Buffer.concat([leaving ?? Buffer.alloc(0), take()]);
      leaving = null;
      try {
        for (let at = 0; at < rest.length; ) at += writeSync(fd, rest, at);
      } catch {
        // The reader is gone; there is nobody left to tell.
      }
    },
  };
}
