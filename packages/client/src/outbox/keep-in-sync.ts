import { outboxName } from './indexed-db-storage.ts';
import type { Outbox } from './outbox.ts';

/** The part of a service worker's registration that delivers in the background. */
export type BackgroundRegistration = {
  /** Every registration has one; the types of browsers know it, and not yet the other. */
  readonly scope?: string | undefined;
  readonly sync?: { register(tag: string): Promise<void> } | undefined;
};

/** What tells that there is a network again: the page. */
export type NetworkTarget = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/**
 * Sends what waits as soon as the network is back, and asks the browser to let the service worker
 * do so when the page is closed by then. A browser without
 * Background Sync delivers at the next start.
 *
 * @param registration of the service worker that calls `deliverInBackground`
 * @returns ends that
 */
export function keepInSync(
  outbox: Pick<Outbox, 'subscribe' | 'summary' | 'syncNow'>,
  {
    registration,
    target = globalThis,
  }: {
    readonly registration?: BackgroundRegistration | undefined;
    readonly target?: NetworkTarget | undefined;
  } = {},
): () => void {
  // A registration is used up by its event, or given up after some, so each one that waits asks
  // anew; asking twice is asking once. Where the player forbids it, the next start delivers.
  const ask = () => {
    registration?.sync?.register(outboxName).catch(() => undefined);
  };
  const send = () => {
    outbox.syncNow().catch(() => undefined);
  };
  const end = outbox.subscribe((changed) => {
    if (changed.some(({ state }) => state === 'Queued')) ask();
  });
  target.addEventListener('online', send);
  if (outbox.summary().pending > 0) ask();
  return () => {
    end();
    target.removeEventListener('online', send);
  };
}
