import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playStory } from './play.ts';
import { startServer } from './server-process.ts';
import { planStory } from './story-plan.ts';
import { problemsOf } from './verdict.ts';

/** How one story went. */
export type ToldStory = {
  readonly seed: number;
  readonly accepted: number;
  readonly unlocked: number;
  readonly problems: readonly string[];
};

/**
 * Plays stories, several at a time, each of these with a server of its own.
 *
 * @param seeds of the stories
 * @param tell takes each story when it has ended
 */
export async function playStories(
  seeds: readonly number[],
  { atOnce, tell }: { atOnce: number; tell: (story: ToldStory) => void },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-stories-'));
  const waiting = [...seeds.entries()];
  try {
    const workers = Array.from({ length: Math.min(atOnce, seeds.length) }, async (_, index) => {
      await using server = await startServer(join(folder, `server-${index}`));
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [number, seed] = next;
        const end = await playStory(planStory(seed), { server, folder, number });
        const facts = [...end.facts.values()].flat();
        tell({
          seed,
          accepted: end.accepted.length,
          unlocked: facts.filter(({ kind }) => kind === 'Unlocked').length,
          problems: problemsOf(end),
        });
      }
    });
    await Promise.all(workers);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
