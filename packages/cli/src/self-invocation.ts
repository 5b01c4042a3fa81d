import { dirname } from 'node:path';
import type { Shell } from './shell.ts';

/**
 * How this program can be called again from any directory of this machine, as it would be typed.
 *
 * @param running which Node runs which file, both absolute
 */
export function selfInvocation(
  { environment }: Pick<Shell, 'environment'>,
  { node, script }: { node: string; script: string },
): string {
  const {
    npm_lifecycle_event: event,
    npm_command: command,
    npm_package_json: manifest,
  } = environment;
  if ((event === 'start' || event === 'laurel') && manifest !== undefined && command !== 'exec') {
    return `npm run -s --prefix ${quotedPath(dirname(manifest))} laurel --`;
  }
  if (command === 'exec') return 'npx laurel';
  if (/[\\/]laurel$/.test(script)) return 'laurel';
  return `${quotedPath(node)} ${quotedPath(script)}`;
}

/** A path as a POSIX shell takes it; without quotes where it needs none. */
export function quotedPath(path: string): string {
  return /^[A-Za-z0-9_@%+=:,./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
