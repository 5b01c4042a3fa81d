import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Found, Hands } from './change.ts';

/** How long a program of the system may take, in milliseconds. */
const commandTimeoutMs = 120_000;

/** What a program may write; more ends it. */
const outputBytesMax = 1024 * 1024;

/** The hands that change this machine. */
export function createHands(): Hands {
  return {
    read: (path) => orNone(() => readFileSync(path)),
    create: (path, bytes) => write(path, 'wx', bytes),
    append: (path, bytes) => write(path, 'a', bytes),
    overwrite: (path, bytes) => write(path, 'w', bytes),
    truncate(path, bytes) {
      const file = openSync(path, 'r+');
      try {
        ftruncateSync(file, bytes);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
    makeFolder(path) {
      mkdirSync(path, { mode: 0o755 });
      syncFolder(dirname(path));
    },
    isFolder: (path) => orNone(() => lstatSync(path))?.isDirectory() === true,
    remove(path) {
      rmSync(path, { force: true });
      syncFolder(dirname(path));
    },
    removeFolder(path) {
      if (readdirSync(path).length === 0) rmdirSync(path);
    },
    removeTree: (path) => rmSync(path, { recursive: true, force: true }),
    look: (path) => orNone(() => look(path)),
    list: (path) => orNone(() => readdirSync(path).sort()) ?? [],
    put,
    run([program, ...rest]) {
      const { status, stdout, stderr, error } = spawnSync(program, rest, {
        encoding: 'utf8',
        timeout: commandTimeoutMs,
        maxBuffer: outputBytesMax,
      });
      if (error !== undefined && status === null) return { code: -1, text: error.message };
      return { code: status ?? -1, text: `${stdout}${stderr}` };
    },
  };
}

function write(path: string, flag: 'wx' | 'a' | 'w', bytes: Buffer): void {
  const file = openSync(path, flag, 0o644);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (flag === 'wx') syncFolder(dirname(path));
}

/** A new name is on the disk when its folder is; Windows has no such thing. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function look(path: string): Found | undefined {
  const facts = lstatSync(path);
  const { mode, uid, gid } = facts;
  if (facts.isSymbolicLink()) return { kind: 'Link', target: readlinkSync(path) };
  if (facts.isDirectory()) return { kind: 'Folder', mode: mode & 0o7777 };
  if (!facts.isFile()) return undefined;
  return { kind: 'File', bytes: readFileSync(path), mode: mode & 0o7777, uid, gid };
}

function put(path: string, found: Found): void {
  if (found.kind === 'Folder') {
    mkdirSync(path, { recursive: true });
    chmodSync(path, found.mode);
    return;
  }
  rmSync(path, { recursive: true, force: true });
  if (found.kind === 'Link') {
    symlinkSync(found.target, path);
    return;
  }
  write(path, 'w', found.bytes);
  chmodSync(path, found.mode);
  chownSync(path, found.uid, found.gid);
}

/** `undefined` where there is nothing. */
function orNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw thrown;
  }
}
