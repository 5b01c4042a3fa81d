import { type Browser, chromium } from 'playwright-core';
import { installedChromium } from './installed-chromium.ts';

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
