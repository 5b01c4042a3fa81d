import { write, writeSync } from 'node:fs';
import { putShort } from '../short-text.ts';

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

/** A line with its line end, whole or in pieces. */
export type Line = string | readonly string[];

/** Writes lines to a file or a pipe, many at once and never in the way of a request. */
export type LineWriter = {
  /** Pieces are not put together first: that would copy each of them once more. */
  write(line: Line): void;
  /** Stops the timer and writes what is gathered, unless the reader takes nothing any more. */
  close(): Promise<void>;
};

/**
 * Lines as bytes, one behind the other. As text, thousands of their pieces would wait, and be moved
 * by each collection of garbage.
 */
class Gathered {
  #bytes: Buffer = Buffer.allocUnsafeSlow(bufferBytes);
  #end = 0;
  /** What is gathered in when the other one leaves. */
  #spare: Buffer | null = null;

  /** In bytes. */
  get size(): number {
    return this.#end;
  }

  add(line: Line): void {
    if (typeof line === 'string') this.#put(line);
    else for (const piece of line) this.#put(piece);
  }

  #put(text: string): void {
    const needed = this.#end + text.length * bytesOfUnitMax;
    if (needed > this.#bytes.length) {
      const before = this.#bytes;
      this.#bytes = Buffer.allocUnsafeSlow(needed * 2);
      before.copy(this.#bytes, 0, 0, this.#end);
    }
    this.#end += putShort(this.#bytes, text, this.#end) ?? this.#bytes.write(text, this.#end);
  }

  /** Takes all that was gathered. */
  take(): Buffer {
    const bytes = this.#bytes.subarray(0, this.#end);
    this.#bytes = this.#spare ?? Buffer.allocUnsafeSlow(bufferBytes);
    this.#spare = null;
    this.#end = 0;
    return bytes;
  }

  /** Takes back what was taken, or a part of it, to gather in. */
  giveBack({ buffer }: Buffer): void {
    if (buffer.byteLength === bufferBytes) this.#spare = Buffer.from(buffer);
  }
}

/**
 * Node's streams and the log library's own writer take a write apart for each line, which costs a
 * request more than making the line does; this one writes together what came in between.
 *
 * @param fd an open file descriptor; it is not closed
 */
export function createLineWriter(fd: number): LineWriter {
  const gathered = new Gathered();
  let dropped = 0;
  let leaving: Buffer | null = null;
  /** Called when nothing leaves any more. */
  let onLeft: (() => void) | null = null;
  const timer = setInterval(send, flushEveryMs).unref();

  function take(): Buffer {
    if (dropped > 0) {
      gathered.add(`{"level":40,"msg":"log lines dropped","count":${dropped}}\n`);
      dropped = 0;
    }
    return gathered.take();
  }

  function send(): void {
    if (leaving !== null || gathered.size === 0) return;
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
      gathered.giveBack(leaving);
      leaving = null;
      if (onLeft !== null) onLeft();
      else if (gathered.size >= gatheredMax) send();
    });
  }

  return {
    write(line) {
      if (gathered.size > keptMax) {
        dropped += 1;
        return;
      }
      gathered.add(line);
      if (gathered.size >= gatheredMax) send();
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
      if (leaving === null) writeNow(fd, take());
    },
  };
}

function writeNow(fd: number, bytes: Buffer): void {
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  } catch {
    // The reader is gone; there is nobody left to tell.
  }
}
