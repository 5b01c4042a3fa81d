import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { createHistogram } from './histogram.ts';

test('a quantile is within one step of the latency that has that rank', () => {
  const histogram = createHistogram();
  for (let microseconds = 1; microseconds <= 10_000; microseconds += 1) {
    histogram.record(microseconds);
  }
  for (const [share, exact] of [
    [0.5, 5_000],
    [0.99, 9_900],
  ] as const) {
    const ratio = histogram.quantile(share) / exact;
    ok(ratio > 0.99 && ratio < 1.01, `${share} is ${histogram.quantile(share)}`);
  }
});

test('one slow answer in a hundred is seen at the last hundredth and not before', () => {
  const histogram = createHistogram();
  for (let times = 0; times < 99; times += 1) histogram.record(100);
  histogram.record(50_000);
  ok(histogram.quantile(0.99) < 102);
  ok(histogram.quantile(1) > 49_000);
});

test('an empty histogram says 0', () => {
  equal(createHistogram().quantile(0.99), 0);
});
