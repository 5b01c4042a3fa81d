import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Exchange } from '../http/app.ts';

/** From a cached read to the slowest a client waits for, in seconds. */
const latencyBuckets = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** What the instance counts, in Prometheus' text format. */
export type Metrics = {
  countExchange(exchange: Exchange): void;
  /** Adds a figure that is read when the metrics are. */
  gauge(name: string, help: string, read: () => number): void;
  text(): Promise<string>;
  readonly contentType: string;
};

/** Builds the metrics of one instance. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'laurel_' });
  const latency = new Histogram({
    name: 'laurel_request_duration_seconds',
    help: 'Time from a whole request head to its answer, by operation.',
    labelNames: ['operation'],
    buckets: latencyBuckets,
    registers: [registry],
  });
  const answers = new Counter({
    name: 'laurel_answers_total',
    help: 'Answers, by operation and status.',
    labelNames: ['operation', 'status'],
    registers: [registry],
  });
  const byOperation = new Map<string, Histogram.Internal<'operation'>>();
  const byAnswer = new Map<string, Counter.Internal>();

  return {
    countExchange({ operationId, answer: { status }, durationMs }) {
      let histogram = byOperation.get(operationId);
      if (histogram === undefined) {
        histogram = latency.labels(operationId);
        byOperation.set(operationId, histogram);
      }
      histogram.observe(durationMs / 1000);
      const key = `${operationId} ${status}`;
      let counter = byAnswer.get(key);
      if (counter === undefined) {
        counter = answers.labels(operationId, String(status));
        byAnswer.set(key, counter);
      }
      counter.inc();
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
