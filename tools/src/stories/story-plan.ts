import { achievementIds } from '../bench/bench-title.ts';
import { type Chance, createChance } from './chance.ts';

/** What the network does with requests from now on. */
export type NetworkMode =
  | 'pass'
  | 'refused'
  | 'blackHole'
  | 'slow'
  | 'resetMidBody'
  | 'loseAnswer'
  | 'page'
  | 'noSense'
  | 'status429'
  | 'status500'
  | 'status502'
  | 'status503';

/** A report that a title makes. */
export type PlannedReport = { readonly id: string; readonly percentComplete: number };

/** One thing that happens in a story. */
export type Happening =
  | { readonly what: 'submit'; readonly reports: readonly PlannedReport[]; readonly player: 0 | 1 }
  /** The client is killed before it can say that it accepted. */
  | { readonly what: 'submitAndKillClient'; readonly reports: readonly PlannedReport[] }
  | { readonly what: 'network'; readonly mode: NetworkMode }
  | { readonly what: 'killServer' | 'killClient' | 'sync' | 'expireToken' }
  | { readonly what: 'serverClock'; readonly advanceMs: number }
  | { readonly what: 'clientClock'; readonly offsetMs: number }
  | { readonly what: 'fault'; readonly fault: 'draining' | 'storageDown' | 'throttled' | 'none' }
  | { readonly what: 'signIn'; readonly isPossible: boolean }
  | { readonly what: 'wait'; readonly ms: number };

/** Everything that happens in a story, in its order. */
export type StoryPlan = { readonly seed: number; readonly happenings: readonly Happening[] };

/** An achievement that no title has: its reports must be rejected. */
export const unknownId = '999';

const networkModes: readonly NetworkMode[] = [
  'pass',
  'pass',
  'refused',
  'blackHole',
  'slow',
  'resetMidBody',
  'loseAnswer',
  'loseAnswer',
  'page',
  'noSense',
  'status429',
  'status500',
  'status502',
  'status503',
];

const hourMs = 3_600_000;

type Maker = (chance: Chance) => Happening;

/** How often each kind of happening is drawn, and how. */
const makers: readonly (readonly [weight: number, make: Maker])[] = [
  [
    12,
    (chance) => ({
      what: 'submit',
      reports: reportsOf(chance),
      player: chance.next() < 0.2 ? 1 : 0,
    }),
  ],
  [1, (chance) => ({ what: 'submitAndKillClient', reports: reportsOf(chance) })],
  [9, (chance) => ({ what: 'network', mode: chance.pick(networkModes) })],
  [1, () => ({ what: 'killServer' })],
  [1, () => ({ what: 'killClient' })],
  [3, () => ({ what: 'sync' })],
  [2, () => ({ what: 'expireToken' })],
  [1, (chance) => ({ what: 'serverClock', advanceMs: chance.pick([1, 24, 24 * 40]) * hourMs })],
  [
    2,
    (chance) => ({
      what: 'clientClock',
      offsetMs: chance.pick([-24 * 40, -30, -2, 0, 1, 24 * 400]) * hourMs,
    }),
  ],
  [
    2,
    (chance) => ({
      what: 'fault',
      fault: chance.pick(['draining', 'storageDown', 'throttled', 'none']),
    }),
  ],
  [1, (chance) => ({ what: 'signIn', isPossible: chance.next() < 0.5 })],
  [4, (chance) => ({ what: 'wait', ms: chance.whole(5, 120) })],
];

/** Reports touch few achievements, so that they meet each other. */
function reportsOf(chance: Chance): readonly PlannedReport[] {
  const count = chance.next() < 0.05 ? 60 : chance.whole(1, 3);
  return Array.from({ length: count }, () => {
    if (chance.next() < 0.04) return { id: unknownId, percentComplete: 100 };
    const id = count > 3 ? chance.pick(achievementIds) : chance.pick(achievementIds.slice(0, 6));
    return { id, percentComplete: chance.pick([0, 10, 40, 40, 75, 100, 100]) };
  });
}

/** @returns the story that a seed stands for */
export function planStory(seed: number): StoryPlan {
  const chance = createChance(seed);
  const total = makers.reduce((sum, [weight]) => sum + weight, 0);
  const happenings = Array.from({ length: chance.whole(6, 16) }, () => {
    let left = chance.next() * total;
    const found = makers.find(([weight]) => {
      left -= weight;
      return left < 0;
    });
    if (found === undefined) throw new Error('no happening was drawn');
    return found[1](chance);
  });
  return { seed, happenings };
}
