import { createLaurel, keepHeapSmall, readConfig } from '@laurel/server';
import { announce } from './announce.ts';
import { serveEnvironment } from './serve-environment.ts';

/*
 * Laurel as `laurel serve` runs it: production's settings, authorization, rate limits, log and
 * metrics on. Only the hook that makes a disk slow can't be reached from outside.
 *
 * usage: node laurel-server.ts DATA FSYNC_DELAY_MS RATE_LIMITS
 */
const [data = '', fsyncDelayMs = '0', rateLimits = ''] = process.argv.slice(2);
const environment = serveEnvironment({ data, port: 0, rateLimits });
const config = readConfig({ mode: 'production', environment });
keepHeapSmall();
const laurel = await createLaurel(config, { fsyncDelayMs: Number(fsyncDelayMs) });

async function stop(): Promise<void> {
  await laurel[Symbol.asyncDispose]();
  // The channel to the bench would keep the process.
  process.exit();
}

process.on('SIGTERM', () => void stop());
announce(await laurel.listen());
