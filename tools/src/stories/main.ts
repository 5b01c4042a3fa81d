import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { playStories } from './stories.ts';
import { planStory } from './story-plan.ts';

/*
 * Plays stories: a real server, a real client, and a network between them that fails on purpose.
 * At the end of each nothing that the client accepted may be lost.
 *
 * usage: npm run -s stories -- [--stories N] [--seed N] [--at-once N] [--show]
 */
const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: String(availableParallelism()) },
    /** Writes what happens in each story before it is played. */
    show: { type: 'boolean', default: false },
  },
});

const count = Number(values.stories);
const first = Number(values.seed);
const seeds = Array.from({ length: count }, (_, index) => first + index);
if (values.show) {
  for (const seed of seeds) process.stdout.write(`${JSON.stringify(planStory(seed), null, 2)}\n`);
}

const startedAt = performance.now();
let played = 0;
let failed = 0;
let accepted = 0;
let unlocked = 0;
await playStories(seeds, {
  atOnce: Number(values['at-once']),
  tell(story) {
    played += 1;
    accepted += story.accepted;
    unlocked += story.unlocked;
    if (story.problems.length > 0) {
      failed += 1;
      const lines = story.problems.slice(0, 10).map((problem) => `  ${problem}\n`);
      process.stdout.write(`story ${story.seed} failed:\n${lines.join('')}`);
      process.stdout.write(`  again: npm run -s stories -- --stories 1 --seed ${story.seed}\n`);
    }
    if (played % 25 === 0) process.stdout.write(`${played} of ${count} stories\n`);
  },
});
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
const closing = `${played - failed} stories good, ${failed} failed: ${accepted} reports accepted, ${unlocked} unlocked, in ${seconds} s\n`;
// A channel to a process that was killed while it wrote can keep Node from ending by itself.
process.stdout.write(closing, () => process.exit(failed === 0 && played === count ? 0 : 1));
