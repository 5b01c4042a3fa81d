import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where systems put it. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a real Chromium, without a window and with a profile of its own that is thrown away.
 * Where none is installed, Debian's package is.
 *
 * @throws {Error} that says how to get one, where that can't be done
 */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: installedChromium(), args: flags });
}

function installedChromium(): string {
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
