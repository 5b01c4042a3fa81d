import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { databaseName } from '@laurel/server';
import { broken, type Check, ok, skipped, warning } from './check.ts';
import { keyPath } from './instance-files.ts';

const nodeMajorMin = 24;

/** Below this a database has little room to grow. */
const freeBytesMin = 512 * 1024 * 1024;

/** @param version as `process.versions.node` has it */
export function checkNode(version: string): Check {
  const isNew = Number.parseInt(version, 10) >= nodeMajorMin;
  if (isNew) return ok('node', version);
  return broken('node', `${version} is too old; install ${nodeMajorMin} or later`);
}

/** Looks whether the data directory is there, can be written, has room, and is nobody else's. */
export function checkDataDirectory(data: string): readonly Check[] {
  if (!existsSync(data)) {
    return [skipped('data directory', `"${data}" is not there; the first start makes it`)];
  }
  try {
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [broken('data directory', `"${data}" can't be written; change its owner or its mode`)];
  }
  return [ok('data directory', data), ...checkRoom(data), ...checkModes(data)];
}

function checkRoom(data: string): readonly Check[] {
  const { bavail, bsize } = statfsSync(data);
  const free = bavail * bsize;
  const told = `${Math.round(free / 1024 / 1024)} MiB free`;
  return [free < freeBytesMin ? warning('disk', `only ${told}`) : ok('disk', told)];
}

function checkModes(data: string): readonly Check[] {
  if (process.platform === 'win32') return [];
  const files = [join(data, databaseName), keyPath(data)].filter((path) => existsSync(path));
  const open = files.filter((path) => (statSync(path).mode & 0o077) !== 0);
  if (files.length === 0) return [];
  if (open.length === 0) return [ok('permissions', 'only their owner reads the files')];
  const isShielded = (statSync(data).mode & 0o077) === 0;
  if (isShielded) return [ok('permissions', 'only its owner enters the directory')];
  return [warning('permissions', `others may read ${open.join(', ')}; chmod 600 them`)];
}
