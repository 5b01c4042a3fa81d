import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { playStories, type ToldStory } from './stories.ts';
import { planStory } from './story-plan.ts';

/** Stories in which, together, both processes are killed and the network fails in many ways. */
const seeds = [2, 3];

test('whatever happens to network, server and client, nothing that was accepted is lost', async () => {
  const told: ToldStory[] = [];
  await playStories(seeds, { atOnce: 2, tell: (story) => told.push(story) });
  deepEqual(
    told.flatMap(({ seed, problems }) => problems.map((problem) => `story ${seed}: ${problem}`)),
    [],
  );
  equal(told.length, seeds.length);
});

test('a seed stands for one story', () => {
  deepEqual(planStory(7), planStory(7));
});
