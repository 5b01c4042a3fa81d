import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStrongKey } from '@laurel/server';
import { Failure, fileFailure } from './failure.ts';

/** Files that a development instance keeps in its data directory, for the other commands. */
const keyFile = 'management.key';
const addressFile = 'address';

/** Only its owner may read the key. */
const ownerOnly = 0o600;

/** @returns the path of the file that holds the key of an instance */
export function keyPath(data: string): string {
  return join(data, keyFile);
}

/**
 * The management key of a data directory, made at the first call.
 *
 * @throws {Failure} for a key that is not strong, or that others on the machine may read
 */
export function keepKey(data: string): string {
  const path = keyPath(data);
  const kept = readKey(data);
  if (kept === undefined) {
    const key = randomBytes(32).toString('hex');
    try {
      mkdirSync(data, { recursive: true, mode: 0o700 });
      writeFileSync(path, `${key}\n`, { mode: ownerOnly, flag: 'wx' });
    } catch (thrown) {
      throw fileFailure(path, thrown);
    }
    return key;
  }
  if (!isStrongKey(kept)) {
    throw new Failure('weak-key', `"${path}" holds no strong key; delete it and a new one is made`);
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    chmodSync(path, ownerOnly);
  return kept;
}

/** @returns `undefined` where no instance has made one */
export function readKey(data: string): string | undefined {
  return readIfThere(keyPath(data));
}

/** Notes where the instance of a data directory listens. */
export function noteAddress(data: string, address: string): void {
  writeFileSync(join(data, addressFile), `${address}\n`);
}

/** Forgets it, unless another instance has noted its own since. */
export function forgetAddress(data: string, address: string): void {
  if (readAddressOf(data) === address) rmSync(join(data, addressFile), { force: true });
}

/** @returns `undefined` where no instance runs, as far as its data directory says */
export function readAddressOf(data: string): string | undefined {
  return readIfThere(join(data, addressFile));
}

function readIfThere(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw fileFailure(path, thrown);
  }
}
