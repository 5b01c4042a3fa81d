import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Exchange } from '../http/app.ts';

/** Upper ends, from a cached read to the slowest a client waits for, in seconds. */
const bucketSeconds = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** What the instance counts, in Prometheus' text format. */
export type Metrics = {
  countExchange(exchange: Pick<Exchange, 'operationId' | 'answer' | 'durationMs'>): void;
  /** Adds a figure that is read when the metrics are. */
  gauge(name: string, help: string, read: () => number): void;
  /** The same for a figure that only rises. */
  counter(name: string, help: string, read: () => number): void;
  text(): Promise<string>;
  readonly contentType: string;
};

/** One operation's latencies and statuses. */
type Tally = {
  /** One more than there are bucket ends; each exchange counts in one. */
  readonly buckets: Float64Array;
  readonly statuses: Map<number, number>;
  seconds: number;
};

/**
 * Builds the metrics of one instance. Exchanges are tallied here and shown by the library: its own
 * histogram hashes labels on each call, which costs as much as reading a token from the cache.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'laurel_' });
  const tallies = new Map<string, Tally>();

  function tallyOf(operationId: string): Tally {
    const known = tallies.get(operationId);
    if (known !== undefined) return known;
    const buckets = new Float64Array(bucketSeconds.length + 1);
    const tally = { buckets, statuses: new Map(), seconds: 0 };
    tallies.set(operationId, tally);
    return tally;
  }

  return {
    countExchange({ operationId, answer: { status }, durationMs }) {
      const tally = tallyOf(operationId);
      const seconds = durationMs / 1000;
      let bucket = 0;
      while (bucket < bucketSeconds.length && seconds > (bucketSeconds[bucket] ?? 0)) bucket += 1;
      tally.buckets[bucket] = (tally.buckets[bucket] ?? 0) + 1;
      tally.seconds += seconds;
      tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
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
    counter(name, help, read) {
      new Counter({
        name,
        help,
        registers: [registry],
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },
    text: async () => (await registry.metrics()) + latencyText(tallies) + answersText(tallies),
    contentType: registry.contentType,
  };
}

function latencyText(tallies: ReadonlyMap<string, Tally>): string {
  const name = 'laurel_request_duration_seconds';
  const lines = [
    '',
    `# HELP ${name} Time from the head of a request to its answer, by operation.`,
    `# TYPE ${name} histogram`,
  ];
  for (const [operation, { buckets, seconds }] of tallies) {
    let count = 0;
    for (const [index, inBucket] of buckets.entries()) {
      count += inBucket;
      const end = bucketSeconds[index] ?? '+Inf';
      lines.push(`${name}_bucket{operation="${operation}",le="${end}"} ${count}`);
    }
    lines.push(`${name}_sum{operation="${operation}"} ${seconds}`);
    lines.push(`${name}_count{operation="${operation}"} ${count}`);
  }
  return `${lines.join('\n')}\n`;
}

function answersText(tallies: ReadonlyMap<string, Tally>): string {
  const name = 'laurel_answers_total';
  const lines = [`# HELP ${name} Answers, by operation and status.`, `# TYPE ${name} counter`];
  for (const [operation, { statuses }] of tallies) {
    for (const [status, count] of statuses) {
      lines.push(`${name}{operation="${operation}",status="${status}"} ${count}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
