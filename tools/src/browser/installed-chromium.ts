import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where systems put it. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Finds a Chromium; where none is installed, Debian's package is. Two at once would be in each
 * other's way, so the checks call it before the tests do.
 *
 * @returns its path
 * @throws {Error} that says how to get one, where that can't be done
 */
export function installedChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  // Only the administrator of a Debian can do this; elsewhere it fails and the message says so.
  const options = { encoding: 'utf8', timeout: 300_000 } as const;
  spawnSync('apt-get', ['update', '-qq'], options);
  const { stderr } = spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], options);
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error(
    `the browser tests need Chromium, which is neither at LAUREL_CHROMIUM nor at ${places.join(', ')}; install it, on Debian with: apt-get install chromium\n${stderr ?? ''}`,
  );
}

function findChromium(): string | undefined {
  const named = process.env.LAUREL_CHROMIUM;
  return named ?? places.find((place) => existsSync(place));
}
