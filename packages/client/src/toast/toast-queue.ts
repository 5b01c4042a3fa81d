/** What one toast tells. */
export type ToastContent = {
  /** What it is about, such as the achievement's id: the same one is shown once. */
  readonly id: string;
  /** The achievement's name: the headline. */
  readonly name: string;
  readonly description?: string | undefined;
  /** Address of the picture. */
  readonly icon?: string | undefined;
  /** Points, 0 or more. */
  readonly gamerscore?: number | undefined;
  /** Percent of players who have it, 0 to 100. */
  readonly rarityPercentage?: number | undefined;
  readonly isRare?: boolean | undefined;
  readonly isSecret?: boolean | undefined;
  /** Whether the service has it already. `pending` waits for a network. */
  readonly delivery?: 'delivered' | 'pending' | 'rejected' | undefined;
};

/** What is shown together: one toast, or a burst of several. */
export type Showing = {
  readonly toasts: readonly ToastContent[];
  /** When it began, in milliseconds. */
  readonly since: number;
};

/** What is shown, and what waits for its turn. */
export type ToastQueue = {
  readonly showing: Showing | null;
  readonly waiting: readonly ToastContent[];
  /** Ids of the latest ones, to show each once. */
  readonly seen: readonly string[];
};

/** The numbers of the queue. */
export const toastLimits = {
  /** So many that come together are shown as one. */
  burst: 3,
  /** What comes this soon after another one came together with it, in milliseconds. */
  burstMs: 2_000,
  /** More that wait are joined with the last ones. */
  waitingMax: 200,
  seenMax: 1_000,
} as const;

/** Nothing was ever shown. */
export const emptyQueue: ToastQueue = { showing: null, waiting: [], seen: [] };

/**
 * Adds a toast. The first one is shown at once; a burst joins what is shown, others wait.
 *
 * @param now in milliseconds, of a clock that never falls
 * @returns the same queue for a toast whose id was seen before
 */
export function withToast(queue: ToastQueue, toast: ToastContent, now: number): ToastQueue {
  const { showing, waiting, seen } = queue;
  if (seen.includes(toast.id)) return queue;
  const next: ToastQueue = {
    showing,
    waiting: [...waiting, toast].slice(-toastLimits.waitingMax),
    seen: [...seen, toast.id].slice(-toastLimits.seenMax),
  };
  if (showing === null) return shifted(next, now);
  const isFresh = now - showing.since <= toastLimits.burstMs;
  const together = [...showing.toasts, ...next.waiting];
  if (!isFresh || together.length < toastLimits.burst) return next;
  return { ...next, showing: { toasts: together, since: showing.since }, waiting: [] };
}

/** Shows what waits next: one toast, or all of them if they are a burst. */
export function shifted(queue: ToastQueue, now: number): ToastQueue {
  const { waiting } = queue;
  if (waiting.length === 0) return { ...queue, showing: null };
  const count = waiting.length >= toastLimits.burst ? waiting.length : 1;
  return {
    ...queue,
    showing: { toasts: waiting.slice(0, count), since: now },
    waiting: waiting.slice(count),
  };
}

/** Tells that what was pending is so no more. @returns the same queue for an unknown id */
export function withDelivery(
  queue: ToastQueue,
  id: string,
  delivery: NonNullable<ToastContent['delivery']>,
): ToastQueue {
  const change = (toast: ToastContent) => (toast.id === id ? { ...toast, delivery } : toast);
  const isKnown = [...(queue.showing?.toasts ?? []), ...queue.waiting].some((one) => one.id === id);
  if (!isKnown) return queue;
  const showing = queue.showing && { ...queue.showing, toasts: queue.showing.toasts.map(change) };
  return { ...queue, showing, waiting: queue.waiting.map(change) };
}
