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

/**
 * Those that are open. One that nobody refers to would lose its lock when memory is tidied up, and
 * Node ends a process that lost an open file so.
 */
const opened = new Set<object>();

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
  return new FileStorage(path, options.openFile ?? openForAppending);
}

class FileStorage implements OutboxStorage {
  readonly #path: string;
  readonly #openFile: (path: string) => Promise<JournalFile>;
  #unlock: (() => void) | undefined;
  #file: JournalFile | undefined;
  #entries = new Map<string, Entry>();
  #lines = 0;
  #length = 0;
  /** Whether the file's end is not known to be the end of a line. */
  #isEndUnsure = false;

  constructor(path: string, openFile: (path: string) => Promise<JournalFile>) {
    this.#path = path;
    this.#openFile = openFile;
  }

  async load() {
    const path = this.#path;
    this.#unlock ??= await takeOwnerLock(`${path}.lock`);
    opened.add(this);
    try {
      await this.#file?.close();
      this.#file = undefined;
      const journal = readJournal(await readWhole(path));
      this.#entries = new Map(journal.entries);
      this.#lines = journal.lines;
      if (journal.damaged > 0) await copyFile(path, `${path}.damaged`);
      if (journal.damaged > 0 || journal.isTorn || this.#isSpare()) await this.#rewrite();
      else await this.#reopen(await sizeOf(path));
      return { entries: [...this.#entries.values()], damaged: journal.damaged };
    } catch (cause) {
      await this.close();
      throw errorOf(cause, `"${path.slice(0, 200)}" could not be read`);
    }
  }

  async write(change: StorageChange): Promise<void> {
    if (this.#unlock === undefined) throw new ClientError('closed', 'the storage is not open');
    try {
      await this.#append(change);
    } catch (cause) {
      throw errorOf(cause, 'what was accepted could not be written down');
    }
    for (const entry of change.put) this.#entries.set(entry.id, entry);
    for (const id of change.remove) this.#entries.delete(id);
    // Without the space for a shorter file the long one goes on.
    if (this.#isSpare()) await this.#rewrite().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
    this.#unlock?.();
    this.#unlock = undefined;
    opened.delete(this);
  }

  #isSpare(): boolean {
    const { size } = this.#entries;
    return this.#lines - size > Math.max(spareLinesMax, size);
  }

  async #reopen(bytes: number): Promise<void> {
    this.#file = await this.#openFile(this.#path);
    this.#length = bytes;
    this.#isEndUnsure = false;
  }

  /** Writes a file of what counts now, and puts it in the place of the old one. */
  async #rewrite(): Promise<void> {
    const next = `${this.#path}.new`;
    const bytes = journalLines({ put: [...this.#entries.values()], remove: [] });
    await rm(next, { force: true });
    const handle = await this.#openFile(next);
    try {
      await writeWhole(handle, bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await this.#file?.close();
    this.#file = undefined;
    await rename(next, this.#path);
    await syncFolder(this.#path);
    this.#lines = this.#entries.size;
    await this.#reopen(bytes.length);
  }

  async #append(change: StorageChange): Promise<void> {
    this.#file ??= await this.#openFile(this.#path);
    const written = journalLines(change);
    const bytes = this.#isEndUnsure ? Buffer.concat([Buffer.from('\n'), written]) : written;
    try {
      await writeWhole(this.#file, bytes);
      await this.#file.datasync();
    } catch (thrown) {
      await this.#cutBack(this.#file);
      throw thrown;
    }
    this.#isEndUnsure = false;
    this.#length += bytes.length;
    this.#lines += change.put.length + change.remove.length;
  }

  /** Half a line that stayed would spoil the next one. */
  async #cutBack(file: JournalFile): Promise<void> {
    try {
      await file.truncate(this.#length);
    } catch {
      this.#isEndUnsure = true;
    }
  }
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
