/** Each step is this much longer than the one before it, so a quantile is right within one step. */
const stepRatio = 1.01;

/** From one microsecond to over a minute. */
const stepsMax = 1_850;

const logOfRatio = Math.log(stepRatio);

/** Counts latencies; all in microseconds. */
export type Histogram = {
  record(microseconds: number): void;
  readonly count: number;
  /** @param share 0 to 1 @returns 0 when nothing was recorded */
  quantile(share: number): number;
};

/** Builds an empty histogram. It takes the same room however much is recorded. */
export function createHistogram(): Histogram {
  const steps = new Uint32Array(stepsMax);
  let count = 0;
  return {
    record(microseconds) {
      const step = microseconds <= 1 ? 0 : Math.floor(Math.log(microseconds) / logOfRatio);
      const index = Math.min(step, stepsMax - 1);
      steps[index] = (steps[index] ?? 0) + 1;
      count += 1;
    },
    get count() {
      return count;
    },
    quantile(share) {
      let left = Math.ceil(count * share);
      if (left === 0) return 0;
      for (const [index, held] of steps.entries()) {
        left -= held;
        if (left <= 0) return stepRatio ** (index + 0.5);
      }
      return stepRatio ** stepsMax;
    },
  };
}
