import { AchievementsClient, AchievementsManager, RealtimeConnection } from '@laurel/client';
import { indexedDbStorage, keepInSync, keptSignIns, Outbox } from '@laurel/client/outbox';
import { scid, titleId } from './achievements.gen.ts';
import { type SignedIn, signIn } from './sign-in.ts';

/** Everything the game needs of the SDK, for one player. */
export type Session = Awaited<ReturnType<typeof openSession>>;

/**
 * Puts the parts of the SDK together:
 *
 * - the client speaks to the service,
 * - the outbox takes reports and delivers them, now or whenever there is a network,
 * - the connection hears what happens,
 * - the manager knows the achievements and tells what changes,
 * - the service worker delivers what is left when the tab is closed.
 */
export async function openSession(gamertag: string) {
  const baseUrl = location.origin;
  const player = await signInOrRemember(gamertag);
  const { xuid } = player;
  const authorization = async ({ isRefresh }: { isRefresh: boolean }) =>
    isRefresh ? (await signIn(gamertag)).authorization : player.authorization;

  const access = { baseUrl, authorization, languages: navigator.languages };
  const client = new AchievementsClient({ xuid, ...access });
  // The outbox repeats by itself, so its own client makes one attempt at a time.
  const courier = new AchievementsClient({ xuid, ...access, retryWindowMs: 0 });
  const outbox = await Outbox.open({
    storage: indexedDbStorage(),
    clientOf: (lane) => (lane.xuid === xuid ? courier : undefined),
  });
  const realtime = new RealtimeConnection(access);
  addEventListener('online', () => realtime.wake());
  const manager = new AchievementsManager({ scid, titleId });
  manager.addLocalUser({ client, realtime, outbox });

  // With no tab open, the worker delivers as this player.
  await keptSignIns().keep({ xuid, baseUrl, authorization: player.authorization });
  const worker = await navigator.serviceWorker?.register('/play/worker.ts', { type: 'module' });
  keepInSync(outbox, { registration: worker });

  return { player, client, outbox, manager };
}

/** Without a network the player is the one who played here last. */
async function signInOrRemember(gamertag: string): Promise<SignedIn> {
  const key = `saltlight-${gamertag.toLowerCase()}`;
  try {
    const player = await signIn(gamertag);
    localStorage.setItem(key, JSON.stringify(player));
    return player;
  } catch (thrown) {
    const known = localStorage.getItem(key);
    if (known === null || navigator.onLine) throw thrown;
    return JSON.parse(known);
  }
}
