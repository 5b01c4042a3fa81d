import type { Metrics } from './metrics.ts';

/** What is counted of connections that stay open. */
type Counts = Readonly<
  Record<'connections' | 'streams' | 'subscriptions' | 'dropped' | 'missed', number>
>;

/** Puts the figures of real-time connections among the metrics. */
export function countRealtime(
  metrics: Pick<Metrics, 'counter' | 'gauge'>,
  counts: () => Counts,
): void {
  const name = (of: string) => `laurel_realtime_${of}`;
  metrics.gauge(name('connections'), 'Real-time connections that are open.', () => {
    return counts().connections;
  });
  metrics.gauge(name('streams'), 'Streams of server-sent events that are open.', () => {
    return counts().streams;
  });
  metrics.gauge(name('subscriptions'), 'Subscriptions of all real-time connections.', () => {
    return counts().subscriptions;
  });
  metrics.counter(
    name('dropped_total'),
    'Connections and streams that were ended because nobody read them.',
    () => counts().dropped,
  );
  metrics.counter(
    name('missed_total'),
    'How often events were kept back from a connection that did not read.',
    () => counts().missed,
  );
}
