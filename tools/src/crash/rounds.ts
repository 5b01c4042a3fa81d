import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseName, verifySqlite } from '@laurel/server';
import { type Chance, createChance } from '../stories/chance.ts';
import { type BookCounts, nothingCounted } from './book.ts';
import { startCrashLoad } from './load.ts';
import { type CrashServer, killWhileStarting, startCrashServer } from './server.ts';
import { createWorld, inquire, type World } from './world.ts';

/** Rounds on one data directory; then a new one, so that checking it stays quick. */
const roundsPerWorld = 25;

/** Connections that report at once; of each player, several. */
const connections = 64;
/** Lines that can rise when a load begins. */
const linesMin = connections * 2;

/** How long a server is under load before it is killed, in milliseconds. */
const loadMs = { min: 10, max: 400 } as const;

/** One start in this many is killed as well, at a moment between these. */
const startsPerKill = 8;
const startMs = { min: 20, max: 700 } as const;

/** How a run goes. */
export type CrashEffort = {
  readonly rounds: number;
  readonly seed: number;
  /** Where data directories are made; it must be there. */
  readonly directory: string;
  /** Told after each round. */
  readonly say: (line: string) => void;
};

/** What a run saw. */
export type CrashReport = BookCounts & {
  /** Kills under load. */
  readonly kills: number;
  /** Kills while starting. */
  readonly startKills: number;
  /** Databases that were verified, each right after a kill. */
  readonly verified: number;
  /** What is wrong, a line each; empty when everything held. */
  readonly wrong: readonly string[];
};

/** Kills a server under load, again and again, and holds what is left against what was answered. */
export async function runCrashes(effort: CrashEffort): Promise<CrashReport> {
  const chance = createChance(effort.seed);
  const total = { ...nothingCounted, kills: 0, startKills: 0, verified: 0 };
  const wrong: string[] = [];
  for (let round = 1; round <= effort.rounds; ) {
    const world = createWorld(join(effort.directory, `world-${round}`));
    const last = Math.min(effort.rounds, round + roundsPerWorld - 1);
    for (; round <= last && wrong.length === 0; round += 1) {
      const before = { ...world.book.counts };
      const seen = await playRound(world, chance);
      total.kills += 1;
      total.startKills += seen.startKills;
      total.verified += seen.verified;
      wrong.push(...seen.wrong.map((line) => `round ${round}: ${line}`));
      const answered = world.book.counts.answered - before.answered;
      effort.say(
        `round ${round}/${effort.rounds}: killed after ${seen.loadMs} ms under load, ${answered} answered, ${seen.due} due`,
      );
    }
    wrong.push(...(await closeWorld(world)));
    addCounts(total, world.book.counts);
    if (wrong.length > 0) break;
  }
  return { ...total, wrong };
}

function addCounts(total: BookCounts, counts: Readonly<BookCounts>): void {
  for (const name of Object.keys(nothingCounted) as (keyof BookCounts)[])
    total[name] += counts[name];
}

type SeenRound = {
  readonly startKills: number;
  readonly verified: number;
  readonly loadMs: number;
  readonly due: number;
  readonly wrong: readonly string[];
};

/** Starts a server, looks at what the kill before left, reports and kills. */
async function playRound(world: World, chance: Chance): Promise<SeenRound> {
  const startKills = chance.whole(1, startsPerKill) === 1 ? 1 : 0;
  if (startKills > 0) {
    await killWhileStarting(world.start, chance.whole(startMs.min, startMs.max));
  }
  const server = await startCrashServer(world.start);
  try {
    await using inquiry = inquire(world, server.url);
    const wrong = await settle(world, inquiry, world.book.touched());
    await inquiry.prepare();
    await inquiry.recruit(linesMin);
    const underLoadMs = chance.whole(loadMs.min, loadMs.max);
    const end = await killUnderLoad(world, { server, chance, underLoadMs });
    const strange = [...end.strange].map(([status, count]) => `${count} were answered ${status}`);
    const damaged = verifySqlite(join(world.data, databaseName));
    return {
      startKills,
      verified: 1,
      loadMs: underLoadMs,
      due: end.due,
      wrong: [...wrong, ...strange, ...damaged],
    };
  } finally {
    await server.kill();
  }
}

async function killUnderLoad(
  world: World,
  { server, chance, underLoadMs }: { server: CrashServer; chance: Chance; underLoadMs: number },
) {
  const { book } = world;
  const load = await startCrashLoad({ world, port: server.port, connections, book, chance });
  await sleep(underLoadMs);
  await server.kill();
  return load.ended;
}

async function settle(
  world: World,
  inquiry: ReturnType<typeof inquire>,
  players: readonly string[],
): Promise<readonly string[]> {
  const wrong = await Promise.all(
    players.map(async (player) => world.book.settle(player, await inquiry.standings(player))),
  );
  return wrong.flat();
}

/** Looks at every player once more, and stops the last server as it wants to be stopped. */
async function closeWorld(world: World): Promise<readonly string[]> {
  const server = await startCrashServer(world.start);
  await using inquiry = inquire(world, server.url);
  const wrong = await settle(world, inquiry, world.book.players());
  const code = await server.stop();
  const damaged = verifySqlite(join(world.data, databaseName));
  return [...wrong, ...damaged, ...(code === 0 ? [] : [`the last server ended with code ${code}`])];
}
