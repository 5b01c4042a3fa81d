import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { detailRequest, inTurn, limited, type World } from './requests.ts';
import { type Effort, runSlice } from './rounds.ts';
import { type SeededWorld, seedWorld, type WorldName } from './seed.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** Where cases play: worlds that were seeded, and servers on copies of them. */
export type Stage = {
  readonly effort: Effort;
  /** A directory for whatever a case writes; it is removed at the end. */
  readonly directory: string;
  /** Seeds it when it is first asked for. */
  world(name: WorldName): Promise<SeededWorld>;
  /** Starts Laurel on a copy of its own; every token has been seen once when it is there. */
  startLaurel(name: WorldName, options?: LaurelOptions): Promise<ServerProcess>;
  /** Starts the reference, which answers a GET with the bytes of that file. */
  startBare(page?: string): Promise<ServerProcess>;
  /** Stops whatever runs and removes whatever was written. */
  clear(): Promise<void>;
};

/** How Laurel is started, where that is not as in production. */
export type LaurelOptions = {
  /** Added to every sync of the store. */
  readonly fsyncDelayMs?: number;
  /** As `LAUREL_RATE_LIMITS`, where players ask so often that they would meet the usual ones. */
  readonly rateLimits?: string;
  /** For Node, before the program. */
  readonly nodeOptions?: readonly string[];
};

/** Requests are counted against these too, and no player of a case meets them. */
export const wideRateLimits = 'Progress=1000000/10000000';

/** Connections of the run that shows every token once. */
const primingConnections = 32;

/**
 * @param directory is made, and must not hold anything else
 * @param profile where a processor profile of each Laurel process goes; `null` for none
 */
export function createStage({
  effort,
  directory,
  profile = null,
  say,
}: {
  effort: Effort;
  directory: string;
  profile?: string | null;
  say: (line: string) => void;
}): Stage {
  const worlds = new Map<WorldName, Promise<SeededWorld>>();
  const running = new Set<ServerProcess>();
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  let copies = 0;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });

  function world(name: WorldName): Promise<SeededWorld> {
    const known = worlds.get(name);
    if (known !== undefined) return known;
    const seeded = seedWorld(name, { directory: join(directory, name), say });
    worlds.set(name, seeded);
    return seeded;
  }

  function remember(server: ServerProcess): ServerProcess {
    running.add(server);
    return afterStop(server, () => running.delete(server));
  }

  return {
    effort,
    directory,
    world,
    async startLaurel(name, { fsyncDelayMs = 0, rateLimits = '', nodeOptions = [] } = {}) {
      const seeded = await world(name);
      copies += 1;
      const data = join(directory, `${name}-${copies}`);
      cpSync(seeded.data, data, { recursive: true });
      const args = [data, String(fsyncDelayMs), rateLimits];
      const server = await startServer({
        name: 'laurel',
        file: './laurel-server.ts',
        args,
        // With what `npm run` gave this process, which is what `npm start` gives the server.
        nodeOptions: [...process.execArgv, ...nodeOptions, ...profiling],
      });
      const removeData = () => rmSync(data, { recursive: true, force: true });
      const started = remember(afterStop(server, removeData));
      await prime(started, seeded.world);
      return started;
    },
    async startBare(page) {
      const args = page === undefined ? [] : [page];
      return remember(await startServer({ name: 'bare', file: './bare-server.ts', args }));
    },
    async clear() {
      await Promise.all([...running].map((server) => server.stop()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function afterStop(server: ServerProcess, clean: () => void): ServerProcess {
  return {
    ...server,
    async stop() {
      await server.stop();
      clean();
    },
  };
}

/** Shows every token once: to verify one for the first time costs more than all else. */
async function prime(server: ServerProcess, world: World): Promise<void> {
  const details = world.players.map((player) => detailRequest(world, player));
  const workload = limited(
    inTurn(details, (status) => status === 200),
    details.length,
  );
  const effort = { rounds: 1, settlingRounds: 0, warmUpMs: 0, measureMs: 120_000 };
  await runSlice(effort, { server, workload, connections: primingConnections });
}
