import { AchievementsClient } from '../achievements-client.ts';
import type { ClientOf } from '../outbox/courier.ts';
import type { Lane } from '../outbox/entry.ts';
import { indexedDbStorage, outboxName } from '../outbox/indexed-db-storage.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { OutboxStorage } from '../outbox/storage.ts';
import { keptSignIns } from './kept-sign-ins.ts';

/** The event with which a browser lets a worker finish what a page began. */
type SyncEvent = { readonly tag: string; waitUntil(work: Promise<unknown>): void };

/** The part of a service worker's global scope that is used. */
export type WorkerScope = {
  addEventListener(type: 'sync', listener: (event: SyncEvent) => void): void;
};

/** What the worker delivers with; what pages left for it, when nothing is said. */
export type BackgroundOptions = {
  readonly storage?: (() => OutboxStorage) | undefined;
  readonly clientOf?: ClientOf | undefined;
  /** How long one attempt at everything may take, in milliseconds. */
  readonly patienceMs?: number | undefined;
};

/** Browsers end a worker that takes longer. */
const patienceMsDefault = 60_000;

/**
 * Delivers the outbox when the browser says that there is a network, pages open or not: for a
 * service worker, called once at its top.
 *
 *     import { deliverInBackground } from '@laurel/client/worker';
 *     deliverInBackground(self);
 */
export function deliverInBackground(scope: WorkerScope, options: BackgroundOptions = {}): void {
  scope.addEventListener('sync', (event) => {
    if (event.tag === outboxName) event.waitUntil(deliverOnce(options));
  });
}

/**
 * Tries once to deliver everything that waits.
 *
 * @throws {Error} by the result when something still waits: the browser then tries again later
 */
export async function deliverOnce({
  storage = indexedDbStorage,
  clientOf = keptClientOf,
  patienceMs = patienceMsDefault,
}: BackgroundOptions = {}): Promise<void> {
  // A page that is open leads, and is told to hurry; should it end meanwhile, the worker leads.
  const outbox = await Outbox.open({ storage: storage(), clientOf });
  try {
    const { pending } = await outbox.syncNow({ patienceMs });
    if (pending > 0) throw new Error(`${pending} reports still wait`);
  } finally {
    await outbox.close();
  }
}

/** A client with the sign-in that a page left. */
async function keptClientOf({ xuid }: Lane): Promise<AchievementsClient | undefined> {
  const kept = keptSignIns();
  try {
    const signIn = await kept.read(xuid);
    if (signIn === undefined) return undefined;
    const { baseUrl, authorization } = signIn;
    return new AchievementsClient({ xuid, baseUrl, authorization, retryWindowMs: 0 });
  } finally {
    await kept.close();
  }
}
