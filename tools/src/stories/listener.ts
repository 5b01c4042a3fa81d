import { RealtimeConnection, resourceUri } from '@laurel/client';
import { benchTitleId } from '../bench/bench-title.ts';
import { fastClock } from './fast-clock.ts';

/** A device of each player that hears of unlocks as they are announced. */
export type Listener = Disposable & {
  /** How often each unlock was announced, by player and achievement. */
  readonly heard: ReadonlyMap<string, number>;
  /** Waits, for a moment at most, until as many different ones were heard. */
  settle(count: number): Promise<void>;
};

/** How long is waited for announcements, in milliseconds. */
const settleMsMax = 4_000;

/** @returns text that is the same for one achievement of one player */
export function unlockKey(xuid: string, achievementId: string | null): string {
  return `${xuid} ${achievementId}`;
}

/** Listens, past the network that fails; a server that is killed is found again. */
export async function startListener(
  players: readonly { readonly xuid: string; readonly authorization: string }[],
  baseUrl: string,
): Promise<Listener> {
  const heard = new Map<string, number>();
  const connections = await Promise.all(
    players.map(async ({ xuid, authorization }) => {
      const connection = new RealtimeConnection({
        baseUrl,
        authorization,
        clock: fastClock,
        random: () => 0,
      });
      const uri = resourceUri.notification({ xuid, titleId: benchTitleId });
      await new Promise<void>((resolve) => {
        connection.subscribe(uri, (notice) => {
          if (notice.kind === 'Active') resolve();
          if (notice.kind !== 'Event') return;
          const key = unlockKey(xuid, String(Object(notice.value).achievementId));
          heard.set(key, (heard.get(key) ?? 0) + 1);
        });
      });
      return connection;
    }),
  );
  return {
    heard,
    async settle(count) {
      for (const connection of connections) connection.wake();
      const endsAt = performance.now() + settleMsMax;
      while (heard.size < count && performance.now() < endsAt) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    [Symbol.dispose]() {
      for (const connection of connections) connection.close();
    },
  };
}
