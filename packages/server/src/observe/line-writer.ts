import { write, writeSync } from 'node:fs';

/** Lines are gathered up to this many bytes before they are written. */
const gatheredMax = 64 * 1024;

/** Lines that nobody takes are kept up to this many bytes; beyond, new ones are dropped. */
const keptMax = 8 * 1024 * 1024;

/** What lines are gathered in at first: the last of them goes beyond the limit. */
const bufferBytes = 2 * gatheredMax;

/** A character takes at most three bytes for each of its UTF-16 units. */
const bytesOfUnitMax = 3;

/** A gathered line waits at most this long, in milliseconds. */
const flushEveryMs = 250;

/** How long a reader that takes nothing is left alone, in milliseconds. */
const retryAfterMs = 50;

/** How long a reader has at the end to take what is being written, in milliseconds. */
const closingMs = 2_000;

/** Writes lines to a file or a pipe, many at once and never in the way of a request. */
export type LineWriter = {
  /** @param line with its line end */
  write(line: string): void;
  /** Stops the timer and writes what is gathered, unless the reader takes nothing any more. */
  close(): Promise<void>;
};

/**
 * Node's streams and the log library's own writer take a write apart for each line, which costs a
 * request more than making the line does; this one writes together what came in between. A line is
 * kept as bytes from the start: as text, thousands of its pieces would wait with it, and be moved
 * by each collection of garbage.
 *
 * @param fd an open file descriptor; it is not closed
 */
export function createLineWriter(fd: number): LineWriter {
  let gathered: Buffer = Buffer.allocUnsafeSlow(bufferBytes);
  let end = 0;
  let dropped = 0;
  let leaving: Buffer | null = null;
  /** What is gathered in when the other one leaves. */
  let spare: Buffer | null = null;
  /** Called when nothing leaves any more. */
  let onLeft: (() => void) | null = null;
  const timer = setInterval(send, flushEveryMs).unref();

  function add(line: string): void {
    const bytesMax = end + line.length * bytesOfUnitMax;
    if (bytesMax > gathered.length) {
      const before = gathered;
      gathered = Buffer.allocUnsafeSlow(bytesMax * 2);
      before.copy(gathered, 0, 0, end);
    }
    end += gathered.write(line, end);
  }

  function take(): Buffer {
    if (dropped > 0) add(`{"level":40,"msg":"log lines dropped","count":${dropped}}\n`);
    const bytes = gathered.subarray(0, end);
    gathered = spare ?? Buffer.allocUnsafeSlow(bufferBytes);
    spare = null;
    end = 0;
    dropped = 0;
    return bytes;
  }

  function send(): void {
    if (leaving !== null || end === 0) return;
    leaving = take();
    leave();
  }

  function leave(): void {
    if (leaving === null) return;
    write(fd, leaving, (error, written = 0) => {
      if (leaving === null) return;
      if (error?.code === 'EAGAIN') {
        setTimeout(leave, retryAfterMs).unref();
        return;
      }
      // A log that can't be written any more must not stop the service.
      const isLeft = error === null && written < leaving.length;
      if (isLeft) {
        leaving = leaving.subarray(written);
        leave();
        return;
      }
      if (leaving.buffer.byteLength === bufferBytes) spare = Buffer.from(leaving.buffer);
      leaving = null;
      if (onLeft !== null) onLeft();
      else if (end >= gatheredMax) send();
    });
  }

  return {
    write(line) {
      if (end > keptMax) {
        dropped += 1;
        return;
      }
      add(line);
      if (end >= gatheredMax) send();
    },
    async close() {
      clearInterval(timer);
      // How much of a write is done is known only when it has ended.
      if (leaving !== null) {
        const { promise, resolve } = Promise.withResolvers<void>();
        onLeft = resolve;
        const patience = setTimeout(resolve, closingMs);
        await promise;
        clearTimeout(patience);
      }
      if (leaving !== null) return;
      const rest = take();
      try {
        for (let at = 0; at < rest.length; ) at += writeSync(fd, rest, at);
      } catch {
        // The reader is gone; there is nobody left to tell.
      }
    },
  };
}
