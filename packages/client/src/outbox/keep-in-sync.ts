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
  let isAsked = false;
  const ask = () => {
    const isPending = outbox.summary().pending > 0;
    // A registration is used up by its event, so the next report that waits asks again.
    if (!isPending) isAsked = false;
    if (!isPending || isAsked || registration === undefined) return;
    isAsked = true;
    // Where the player forbids it, the next start delivers.
    registration.sync?.register(outboxName).catch(() => {
      isAsked = false;
    });
  };
  const send = () => {
    outbox.syncNow().catch(() => undefined);
  };
  const end = outbox.subscribe(ask);
  target.addEventListener('online', send);
  ask();
  return () => {
    end();
    target.removeEventListener('online', send);
  };
}
