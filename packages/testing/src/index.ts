/** A real instance for tests, for any test runner. */

export type { TestCall, TestFinding } from './call-list.ts';
export type { TestClock } from './clock.ts';
export type { Fault, FaultHandle, FaultMatch, FaultState, Faults } from './faults.ts';
export {
  type LaurelFixtures,
  type LaurelOfTest,
  type LaurelOfWorker,
  laurelFixtures,
} from './fixtures.ts';
export type { TestPlayer, TitleChoice, UnlockFact, Wait } from './player.ts';
export { type LaurelOptions, startLaurel, type TestLaurel } from './start-laurel.ts';
export type { TestTitle } from './test-title.ts';
