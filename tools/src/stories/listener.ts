import {
  AchievementsClient,
  AchievementsManager,
  RealtimeConnection,
  resourceUri,
} from '@laurel/client';
import { benchScid, benchTitleId } from '../bench/bench-title.ts';
import { fastClock, speed } from './fast-clock.ts';

/** A device of each player, as a title has it, that hears of unlocks. */
export type Listener = Disposable & {
  /** How often each unlock was announced, by `unlockKey`. */
  readonly heard: ReadonlyMap<string, number>;
  /** How often the SDK's manager told the title of each unlock, by `unlockKey`. */
  readonly told: ReadonlyMap<string, number>;
  /** Waits, for a moment at most, until the manager has told of so many different ones. */
  settle(count: number): Promise<void>;
};

/** An answer may take three seconds: the machine may be busy. */
const timeoutMs = 3_000 * speed;

/** How long is waited for the manager, in milliseconds. */
const settleMsMax = 10_000;

/** How long is waited for an announcement that may never come, in milliseconds. */
const announcementMsMax = 1_000;

/** @returns text that is the same for one achievement of one player */
export function unlockKey(xuid: string, achievementId: string | null): string {
  return `${xuid} ${achievementId}`;
}

type Player = { readonly xuid: string; readonly authorization: string };

/** Listens, past the network that fails; a server that is killed is found again. */
export async function startListener(
  players: readonly Player[],
  baseUrl: string,
): Promise<Listener> {
  const heard = new Map<string, number>();
  const told = new Map<string, number>();
  const devices = await Promise.all(
    players.map((player) => startDevice(player, { baseUrl, heard, told })),
  );
  return {
    heard,
    told,
    async settle(count) {
      for (const { connection } of devices) connection.wake();
      await until(() => told.size >= count, settleMsMax);
      await until(() => heard.size >= count, announcementMsMax);
    },
    [Symbol.dispose]() {
      for (const { connection, manager } of devices) {
        manager.close();
        connection.close();
      }
    },
  };
}

type Counts = { readonly heard: Map<string, number>; readonly told: Map<string, number> };

async function startDevice(
  { xuid, authorization }: Player,
  { baseUrl, heard, told }: Counts & { readonly baseUrl: string },
) {
  const access = { baseUrl, authorization, clock: fastClock, random: () => 0 };
  const connection = new RealtimeConnection(access);
  const uri = resourceUri.notification({ xuid, titleId: benchTitleId });
  await new Promise<void>((resolve) => {
    connection.subscribe(uri, (notice) => {
      if (notice.kind === 'Active') resolve();
      if (notice.kind !== 'Event') return;
      count(heard, unlockKey(xuid, String(Object(notice.value).achievementId)));
    });
  });
  const client = new AchievementsClient({ ...access, xuid, retryWindowMs: 0, timeoutMs });
  const manager = new AchievementsManager({
    scid: benchScid,
    titleId: benchTitleId,
    clock: fastClock,
  });
  const events = manager[Symbol.asyncIterator]();
  let next = events.next();
  manager.addLocalUser({ client, realtime: connection });
  // It is told also when the list could not be read, and then once more when it could.
  while (!isInitialized(manager, xuid)) {
    await next;
    next = events.next();
  }
  void (async () => {
    for (let { value } = await next; value !== undefined; { value } = await events.next()) {
      if (value.kind === 'AchievementUnlocked') count(told, unlockKey(xuid, value.achievement.id));
    }
  })();
  return { connection, manager };
}

function isInitialized(manager: AchievementsManager, xuid: string): boolean {
  try {
    return manager.isUserInitialized(xuid);
  } catch {
    return false;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

async function until(holds: () => boolean, msMax: number): Promise<void> {
  const endsAt = performance.now() + msMax;
  while (!holds() && performance.now() < endsAt) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
