import { crc32 } from 'node:zlib';
import type { Entry } from '../outbox/entry.ts';
import { readEntry } from '../outbox/read-entry.ts';
import type { StorageChange } from '../outbox/storage.ts';

/** What a file of the outbox was found to hold. */
export type Journal = {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Lines that were read. */
  readonly lines: number;
  /** Pieces that are no lines any more. */
  readonly damaged: number;
  /** Whether the last line was cut: its write was never answered. */
  readonly isTorn: boolean;
};

const newline = 0x0a;

/** A line is a mark, the checksum of its text as eight digits, and JSON. */
const lineStart = /~[0-9a-f]{8} \{/g;

/** @returns a line for each thing that is to be kept or forgotten */
export function journalLines({ put, remove }: StorageChange): Buffer {
  // What is on its way waits again when the process is gone.
  const entries = put.map((entry) =>
    entry.state === 'Sending' ? { ...entry, state: 'Queued' } : entry,
  );
  const gone = remove.map((id) => ({ gone: id }));
  return Buffer.concat([...entries, ...gone].map(lineOf));
}

function lineOf(value: object): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from(`~${checksum(text)} `), text, Buffer.from('\n')]);
}

function checksum(text: Uint8Array): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/**
 * Reads every line that is whole, wherever it stands: bad ones before it, or on its own line in the
 * file, do not hide it. Never throws.
 */
export function readJournal(bytes: Buffer): Journal {
  const entries = new Map<string, Entry>();
  let lines = 0;
  let damaged = 0;
  let isTorn = false;
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(newline, at);
    const end = found === -1 ? bytes.length : found;
    const { values, isWhole } = readLine(bytes.subarray(at, end));
    for (const value of values) {
      lines += 1;
      if (!take(entries, value)) damaged += 1;
    }
    if (!isWhole && found === -1) isTorn = true;
    else if (!isWhole) damaged += 1;
    at = end + 1;
  }
  return { entries, lines, damaged, isTorn };
}

type ReadLine = { readonly values: readonly unknown[]; readonly isWhole: boolean };

/** Where a line end was lost, two lines stand on one; the good ones among them are found. */
function readLine(line: Buffer): ReadLine {
  if (line.length === 0) return { values: [], isWhole: true };
  const whole = readText(line);
  if (whole !== undefined) return { values: [whole], isWhole: true };
  const text = line.toString('latin1');
  const starts = [...text.matchAll(lineStart)].map(({ index }) => index);
  const values = starts.flatMap((start, index) => {
    const value = readText(line.subarray(start, lineEnd(line, starts[index + 1])));
    return value === undefined ? [] : [value];
  });
  return { values, isWhole: false };
}

/** Without what became of the line end before the next one. */
function lineEnd(line: Buffer, next: number | undefined): number {
  return next === undefined ? line.length : next - 1;
}

function readText(line: Buffer): unknown {
  if (line[0] !== 0x7e || line[9] !== 0x20) return undefined;
  const text = line.subarray(10);
  if (line.toString('latin1', 1, 9) !== checksum(text)) return undefined;
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}

/** @returns whether it was something that this version writes */
function take(entries: Map<string, Entry>, value: unknown): boolean {
  const gone: unknown = Reflect.get(Object(value), 'gone');
  if (typeof gone === 'string') {
    entries.delete(gone);
    return true;
  }
  const entry = readEntry(value);
  if (entry !== undefined) entries.set(entry.id, entry);
  return entry !== undefined;
}
