import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from './requests.ts';

/** The worlds that cases play in. */
export type WorldName = 'mixed' | 'small' | 'large';

/** How much a world holds. */
export type WorldSize = {
  readonly players: number;
  /** Players who get a token; they are spread evenly over all of them. */
  readonly tokens: number;
  /** Achievements each player has unlocked, and has begun. */
  readonly achieved: number;
  readonly inProgress: number;
};

/**
 * Every player's page of fifty has mixed states in `mixed`; all fifty are stored in the others. As
 * many players are active in `large` as in `small`: what is stored grows, and nothing else.
 */
export const worldSizes: Readonly<Record<WorldName, WorldSize>> = {
  mixed: { players: 10_000, tokens: 10_000, achieved: 17, inProgress: 17 },
  small: { players: 2_000, tokens: 2_000, achieved: 30, inProgress: 20 },
  large: { players: 200_000, tokens: 2_000, achieved: 30, inProgress: 20 },
};

/** A world and the data directory that holds it, which nobody may write. */
export type SeededWorld = { readonly world: World; readonly data: string };

/** Where the seed writes what it made. */
export function placesIn(directory: string): { data: string; world: string } {
  return { data: join(directory, 'data'), world: join(directory, 'world.json') };
}

/** Makes a world in a process of its own, so that its memory is not the bench's. */
export async function seedWorld(
  name: WorldName,
  { directory, say }: { directory: string; say: (line: string) => void },
): Promise<SeededWorld> {
  const startedAt = performance.now();
  const program = fileURLToPath(new URL('./seed-main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, name, directory], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`seeding the world "${name}" ended with code ${code}`);
  const places = placesIn(directory);
  const world = JSON.parse(readFileSync(places.world, 'utf8')) as World;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`seeded "${name}": ${world.entries} entries in ${seconds} s`);
  return { world, data: places.data };
}
