import { composeApp } from './compose-app.ts';
import { type LaurelOptions, openRooms } from './compose-rooms.ts';
import type { Config } from './config/config.ts';
import { type Listening, listen } from './http/listen.ts';
import { startRarityJob } from './jobs/rarity.ts';

/** How often rarity is counted. Source: wire contract §4.6b, "every few minutes" [I]. */
const rarityEveryMs = 3 * 60_000;

/** A running instance. Disposing of it finishes what was accepted and closes everything. */
export type Laurel = Awaited<ReturnType<typeof createLaurel>>;

/**
 * Builds an instance. With the two files that it calls, it is the only place that knows every room.
 *
 * @throws by the result when the data directory can't be used or the configuration is not safe
 */
export async function createLaurel(config: Config, options: LaurelOptions = {}) {
  let listening: Listening | null = null;
  const url = () => config.publicUrl ?? (listening ? urlOf(listening) : 'http://localhost');
  const rooms = await openRooms(config, { ...options, url });
  const { services, store, identity, clock, log, faults, realtime } = rooms;
  const app = composeApp(config, rooms, url);
  const rarityJob = startRarityJob({
    rarity: services.rarity,
    everyMs: rarityEveryMs,
    onFailure: (cause) => log.lines.error({ err: cause }, 'rarity could not be counted'),
  });

  return {
    app,
    services,
    store,
    identity,
    clock,
    log,
    /** How clients reach the instance. */
    url,
    /** Begins to serve. @throws by the result when the address can't be had */
    async listen(): Promise<Listening> {
      const { host, port, transport } = config;
      listening = await listen(app, { host, port }, transport);
      return listening;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      faults.set({ draining: true });
      await listening?.close();
      realtime[Symbol.dispose]();
      await rarityJob[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await log.close();
    },
  };
}

function urlOf({ host, port }: Listening): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
