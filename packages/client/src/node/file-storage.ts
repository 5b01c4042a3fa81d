import { copyFile, type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ClientError } from '../client-error.ts';
import type { Entry } from '../outbox/entry.ts';
import type { OutboxStorage, StorageChange } from '../outbox/storage.ts';
import { journalLines, readJournal } from './journal.ts';
import { takeOwnerLock } from './owner-lock.ts';

/** The file is written anew when this many of its lines say nothing any more. */
const spareLinesMax = 1_000;

/** A file longer than this was not written by an outbox with our limits. */
const fileBytesMax = 64 * 1024 * 1024;

/** The part of a file that is written to. A test brings one that fails. */
export type JournalFile = Pick<FileHandle, 'close' | 'datasync' | 'truncate' | 'write'>;

/** What `fileStorage` does on the disk. */
export type FileStorageOptions = {
  /** Opens a file for appending. */
  readonly openFile?: ((path: string) => Promise<JournalFile>) | undefined;
};

/**
 * Keeps entries in one append-only file: a checksummed line for each change, synced to the disk
 * before it counts. One process has it open at a time. A file that was damaged keeps its good
 * lines; the damaged one stays beside it as `PATH.damaged`.
 *
 * @param path of the file; beside it a lock, and for a moment the file's next version
 */
export function fileStorage(path: string, options: FileStorageOptions = {}): OutboxStorage {
  const openFile = options.openFile ?? openForAppending;
  let unlock: (() => void) | undefined;
  let file: JournalFile | undefined;
  let entries = new Map<string, Entry>();
  let lines = 0;
  let length = 0;
  /** Whether the file's end is not known to be the end of a line. */
  let isEndUnsure = false;

  async function load() {
    unlock ??= await takeOwnerLock(`${path}.lock`);
    try {
      await file?.close();
      file = undefined;
      const journal = readJournal(await readWhole(path));
      entries = new Map(journal.entries);
      ({ lines } = journal);
      if (journal.damaged > 0) await copyFile(path, `${path}.damaged`);
      if (journal.damaged > 0 || journal.isTorn || isSpare()) await rewrite();
      else await reopen(await sizeOf(path));
      return { entries: [...entries.values()], damaged: journal.damaged };
    } catch (cause) {
      await close();
      throw errorOf(cause, `"${path.slice(0, 200)}" could not be read`);
    }
  }

  function isSpare(): boolean {
    return lines - entries.size > Math.max(spareLinesMax, entries.size);
  }

  async function reopen(bytes: number): Promise<void> {
    file = await openFile(path);
    length = bytes;
    isEndUnsure = false;
  }

  /** Writes a file of what counts now, and puts it in the place of the old one. */
  async function rewrite(): Promise<void> {
    const next = `${path}.new`;
    const bytes = journalLines({ put: [...entries.values()], remove: [] });
    await rm(next, { force: true });
    const handle = await openFile(next);
    try {
      await writeWhole(handle, bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await file?.close();
    file = undefined;
    await rename(next, path);
    await syncFolder(path);
    lines = entries.size;
    await reopen(bytes.length);
  }

  async function append(change: StorageChange): Promise<void> {
    file ??= await openFile(path);
    const written = journalLines(change);
    const bytes = isEndUnsure ? Buffer.concat([Buffer.from('\n'), written]) : written;
    try {
      await writeWhole(file, bytes);
      await file.datasync();
    } catch (thrown) {
      await cutBack(file);
      throw thrown;
    }
    isEndUnsure = false;
    length += bytes.length;
    lines += change.put.length + change.remove.length;
  }

  /** Half a line that stayed would spoil the next one. */
  async function cutBack(handle: JournalFile): Promise<void> {
    try {
      await handle.truncate(length);
    } catch {
      isEndUnsure = true;
    }
  }

  async function write(change: StorageChange): Promise<void> {
    if (unlock === undefined) throw new ClientError('closed', 'the storage is not open');
    try {
      await append(change);
    } catch (cause) {
      throw errorOf(cause, 'what was accepted could not be written down');
    }
    for (const entry of change.put) entries.set(entry.id, entry);
    for (const id of change.remove) entries.delete(id);
    // Without the space for a shorter file the long one goes on.
    if (isSpare()) await rewrite().catch(() => undefined);
  }

  async function close(): Promise<void> {
    await file?.close().catch(() => undefined);
    file = undefined;
    unlock?.();
    unlock = undefined;
  }

  return { load, write, close };
}

function openForAppending(path: string): Promise<JournalFile> {
  return open(path, 'a', 0o600);
}

async function readWhole(path: string): Promise<Buffer> {
  if ((await sizeOf(path)) > fileBytesMax) {
    throw new ClientError('storage_failed', `it is longer than ${fileBytesMax} bytes`);
  }
  try {
    return await readFile(path);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return Buffer.alloc(0);
    throw thrown;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const handle = await open(path, 'r');
    try {
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return 0;
    throw thrown;
  }
}

/** A full disk may take a part. */
async function writeWhole(file: JournalFile, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at);
    at += bytesWritten;
  }
}

/** The new name is there after a power cut. Not every system can sync a folder. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(dirname(path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {}
}

function errorOf(cause: unknown, what: string): ClientError {
  if (cause instanceof ClientError) return cause;
  const code = codeOf(cause);
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return isFull
    ? new ClientError('storage_full', `${what}: the disk is full; make room and try again`, {
        cause,
      })
    : new ClientError('storage_failed', `${what}: ${code}`, { cause });
}

function codeOf(thrown: unknown): string {
  return String(Reflect.get(Object(thrown), 'code') ?? 'unknown');
}
