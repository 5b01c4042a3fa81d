import { type LaurelOptions, startLaurel, type TestLaurel } from './start-laurel.ts';

/** What a runner calls with a value, and waits for until the value is no longer needed. */
type Use = (value: TestLaurel) => Promise<void>;

/** What each test gets: `base.extend<LaurelOfTest, LaurelOfWorker>(…)` in Playwright. */
export type LaurelOfTest = { laurel: TestLaurel };

/** What each worker has; in Vitest `base.extend<LaurelOfTest & LaurelOfWorker>(…)`. */
export type LaurelOfWorker = { laurelOfWorker: TestLaurel };

/** Fixtures as Playwright and Vitest take them: `test.extend(laurelFixtures())`. */
export type LaurelFixtures = {
  /** One instance for each worker, and so for each parallel file of tests. */
  laurelOfWorker: [(fixtures: object, use: Use) => Promise<void>, { readonly scope: 'worker' }];
  /** The same, reset before each test. */
  laurel: (fixtures: LaurelOfWorker, use: Use) => Promise<void>;
};

/**
 * Fixtures that give each test a fresh `laurel`. The instance is started once for each worker; a
 * reset between tests takes milliseconds.
 */
export function laurelFixtures(options: LaurelOptions = {}): LaurelFixtures {
  return {
    laurelOfWorker: [
      // biome-ignore lint/correctness/noEmptyPattern: runners read the names out of the pattern
      async ({}, use) => {
        const laurel = await startLaurel(options);
        await use(laurel);
        await laurel.stop();
      },
      { scope: 'worker' },
    ],
    laurel: async ({ laurelOfWorker }, use) => {
      await laurelOfWorker.reset();
      await use(laurelOfWorker);
    },
  };
}
