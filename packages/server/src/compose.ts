import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiText, titleSchemaText } from '@laurel/contract';
import { contentSecurityPolicy, webFiles } from '@laurel/web';
import { createTestClock, systemClock } from './clock.ts';
import type { Config } from './config/config.ts';
import { createApp } from './http/app.ts';
import { createAuthorize } from './http/authorize.ts';
import { checkAnswer } from './http/check-answer.ts';
import { createFaultBoard } from './http/faults.ts';
import { managementDevelopmentOperations } from './http/hosts/management/development/operations.ts';
import { instancePages } from './http/instance-pages.ts';
import { type Listening, listen } from './http/listen.ts';
import type { Operation } from './http/operation.ts';
import { allOperations } from './http/operations.ts';
import { bodyCacheBytesMax, createBodyCache } from './http/present/body-cache.ts';
import { createSwitchBoard } from './http/switches.ts';
import { createThrottle } from './http/throttle.ts';
import { startRarityJob } from './jobs/rarity.ts';
import { createLog, type LogTarget } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import { countRealtime } from './observe/realtime-figures.ts';
import { createRealtime } from './realtime/realtime.ts';
import { createDevelopment } from './services/development.ts';
import { openIdentity } from './services/identity.ts';
import { createNonces } from './services/nonces.ts';
import { openServices } from './services/services.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';

/** How often rarity is counted. Source: wire contract §4.6b, "every few minutes" [I]. */
const rarityEveryMs = 3 * 60_000;

/** A running instance. Disposing of it finishes what was accepted and closes everything. */
export type Laurel = Awaited<ReturnType<typeof createLaurel>>;

/** The name of the database in the data directory. */
export const databaseName = 'laurel.db';

/**
 * Builds an instance: the only place that knows every room.
 *
 * @param options `logTo` takes the log's lines instead of the standard output; `fsyncDelayMs` is
 *   the benchmarks' hook, added to each commit
 * @throws by the result when the data directory can't be used or the configuration is not safe
 */
export async function createLaurel(
  config: Config,
  options: { logTo?: LogTarget; fsyncDelayMs?: number } = {},
) {
  const isDevelopment = config.mode === 'development';
  const testClock = createTestClock();
  const clock = isDevelopment ? testClock : systemClock;
  const log = createLog(config.logLevel, options.logTo);
  const metrics = createMetrics();
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const { fsyncDelayMs = 0 } = options;
  const store = await openSqliteStore({ path: join(config.data, databaseName), fsyncDelayMs });
  const switches = createSwitchBoard(config.switches);
  const faults = createFaultBoard();
  const throttle = createThrottle({ switches, clock });
  const identity = await openIdentity({
    store,
    clock,
    config: config.identity,
    acceptsEmptyUserHash: () => switches.current.acceptEmptyUserHash,
  });
  const services = await openServices({ store, clock, isDevelopment });
  const bodies = createBodyCache(bodyCacheBytesMax);
  const nonces = createNonces({ clock, draw: randomBytes });
  let listening: Listening | null = null;
  const url = () => config.publicUrl ?? (listening ? urlOf(listening) : 'http://localhost');
  const realtime = createRealtime({
    store,
    titles: services.catalog,
    privacy: services.privacy,
    notifications: services.notifications,
    figuresOf: services.rarity.figuresOf,
    clock,
    looks: () => ({ assetBase: url, rarityScale: switches.current.rarityScaleInToast }),
    isAvailable: () => !faults.storageDown,
    isDraining: () => faults.draining,
    onFailure: (cause) => log.lines.error({ err: cause }, 'something could not be told'),
  });
  countRealtime(metrics, realtime.counts);

  function forget(): void {
    bodies.clear();
    throttle.clear();
  }

  function developmentOperations(): readonly Operation[] {
    const { catalog, rarity } = services;
    const memories = [
      { forget: () => catalog.refresh() },
      { forget: () => rarity.load() },
      { forget },
    ];
    const development = createDevelopment({ store, memories });
    const { makeToken } = identity;
    const { resync } = realtime;
    const rooms = { clock: testClock, faults, switches, forget, development, makeToken, resync };
    return managementDevelopmentOperations(rooms);
  }

  const app = createApp({
    operations: [
      ...allOperations(services, {
        identity,
        players: store.players,
        switches,
        clock,
        bodies,
        assetBase: url,
        nonces,
        live: realtime,
      }),
      ...(isDevelopment ? developmentOperations() : []),
    ],
    ownPages: instancePages({
      metrics,
      isReady: async () => {
        if (faults.draining) throw new Error('draining');
        await store.ping();
      },
      jwks: async () => identity.jwks(),
      documents: { '/openapi.json': openApiText, '/schemas/title.json': titleSchemaText },
      webFiles,
      contentSecurityPolicy,
      assetAt: services.assets.at,
    }),
    authorize: createAuthorize({
      identity,
      nonces,
      managementKey: config.secrets.managementKey?.reveal() ?? null,
      switches,
      clock,
    }),
    throttle,
    faults,
    switches,
    observe(exchange) {
      metrics.countExchange(exchange);
      log.exchange(exchange);
    },
    checkAnswer: config.checkAnswers ? checkAnswer : null,
  });

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
      log.close();
    },
  };
}

function urlOf({ host, port }: Listening): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
