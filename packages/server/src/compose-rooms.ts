import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestClock, systemClock } from './clock.ts';
import type { Config } from './config/config.ts';
import { createFaultBoard } from './http/faults.ts';
import { bodyCacheBytesMax, createBodyCache } from './http/present/body-cache.ts';
import { createSwitchBoard } from './http/switches.ts';
import { createThrottle } from './http/throttle.ts';
import { createLog, type LogTarget } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import { countRealtime } from './observe/realtime-figures.ts';
import { createRealtime, type Realtime } from './realtime/realtime.ts';
import { openIdentity } from './services/identity.ts';
import { createNonces } from './services/nonces.ts';
import { openServices } from './services/services.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';

/** The name of the database in the data directory. */
export const databaseName = 'laurel.db';

/** What an instance may be built with beside its configuration. */
export type LaurelOptions = {
  /** Takes the log's lines instead of the standard output. */
  readonly logTo?: LogTarget;
  /** The benchmarks' hook: added to each commit. */
  readonly fsyncDelayMs?: number;
};

/** Everything behind the edge. */
export type Rooms = BuiltRooms & { readonly realtime: Realtime };

type BuiltRooms = Awaited<ReturnType<typeof openBuiltRooms>>;

/**
 * Opens what the edge leads to.
 *
 * @param url how clients reach the instance
 * @throws by the result when the data directory can't be used or the configuration is not safe
 */
export async function openRooms(
  config: Config,
  { url, ...options }: LaurelOptions & { url: () => string },
): Promise<Rooms> {
  const rooms = await openBuiltRooms(config, options);
  const realtime = realtimeOf(rooms, url);
  countRealtime(rooms.metrics, realtime.counts);
  return { ...rooms, realtime };
}

async function openBuiltRooms(config: Config, { logTo, fsyncDelayMs = 0 }: LaurelOptions) {
  const isDevelopment = config.mode === 'development';
  const testClock = createTestClock();
  const clock = isDevelopment ? testClock : systemClock;
  const log = createLog(config.logLevel, logTo);
  const metrics = createMetrics();
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const store = await openSqliteStore({
    path: join(config.data, databaseName),
    fsyncDelayMs,
    onFollowerFailure: (cause) => log.lines.error({ err: cause }, 'a follower failed'),
  });
  const switches = createSwitchBoard(config.switches);
  const faults = createFaultBoard();
  const throttle = createThrottle({ switches, clock });
  const identity = await openIdentity({
    store,
    clock,
    config: config.identity,
    acceptsEmptyUserHash: () => switches.current.acceptEmptyUserHash,
  });
  const services = await openServices({ store, clock, isDevelopment, isStrict: config.strict });
  const bodies = createBodyCache(bodyCacheBytesMax);
  const nonces = createNonces({ clock, draw: randomBytes });
  return {
    clock,
    /** `clock` in development mode; drives nothing otherwise. */
    testClock,
    log,
    metrics,
    store,
    switches,
    faults,
    throttle,
    identity,
    services,
    bodies,
    nonces,
  };
}

function realtimeOf(rooms: BuiltRooms, url: () => string): Realtime {
  const { store, services, clock, switches, faults, log } = rooms;
  return createRealtime({
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
}
