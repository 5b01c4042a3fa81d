import { startLoad, type Workload } from '../load.ts';
import { type CaseReport, type Figure, told } from '../report.ts';
import { createUpdates, detailRequest, inTurn, type World } from '../requests.ts';
import { interleave, measure, medianOf, ratioOf, runSlice, type Slice } from '../rounds.ts';
import type { ServerProcess } from '../server-process.ts';
import { type Stage, wideRateLimits } from '../stage.ts';

const connections = 256;
const fsyncDelayMs = 2;

/** Reads per second, spread over this many connections, by players whom nobody updates. */
const reader = { perSecond: 500, connections: 16, players: 1_000 };

/** Updates per second of a background that leaves the processor room. */
const moderatePerSecond = 2_000;

type Background = { workload: Workload; pace: 'ClosedLoop' | { perSecond: number } } | null;

/** A disk that takes two milliseconds for each sync, as common cloud disks do. */
export async function measureSlowDisk(stage: Stage): Promise<CaseReport> {
  const { effort } = stage;
  const { world } = await stage.world('mixed');
  const server = await stage.startLaurel('mixed', {
    fsyncDelayMs,
    rateLimits: wideRateLimits,
  });
  const { rising, repeated } = createUpdates(updated(world));
  const shares = await interleave(effort, {
    update: () => runSlice(effort, { server, workload: rising, connections }),
    unchanged: () => runSlice(effort, { server, workload: repeated, connections }),
  });
  const details = detailsOf(world);
  const read = (background: Background) => () =>
    readMeanwhile(stage, { server, details, background });
  const moderate = { perSecond: moderatePerSecond };
  const reads = await interleave(effort, {
    none: read(null),
    fullUnchanged: read({ workload: repeated, pace: 'ClosedLoop' }),
    fullUpdates: read({ workload: rising, pace: 'ClosedLoop' }),
    someUnchanged: read({ workload: repeated, pace: moderate }),
    someUpdates: read({ workload: rising, pace: moderate }),
  });
  await server.stop();
  // Few reads have a slice of its own, so its p99 is that of eight: their median moves less than
  // what a slice is against another.
  const p99 = (arm: keyof (typeof reads.rounds)[number]) => medianOf(reads, arm, 'p99') / 1000;
  const within = (name: string, value: number): Figure => ({
    name,
    value,
    unit: '×',
    bound: { sense: 'atMost', floor: 1.5, goal: 1.2 },
  });
  return {
    name: 'slow-disk',
    title: `Every sync takes ${fsyncDelayMs} ms longer, ${connections} connections`,
    discardedRounds: shares.discarded + reads.discarded,
    isDisturbed: shares.isDisturbed || reads.isDisturbed,
    figures: [
      {
        name: 'update ÷ own update that changes nothing',
        value: ratioOf(shares, ['update', 'unchanged'], 'perSecond'),
        unit: '×',
        bound: { sense: 'atLeast', floor: 0.6, goal: 0.85 },
      },
      told('updates', medianOf(shares, 'update', 'perSecond'), '/s'),
      told('updates that change nothing', medianOf(shares, 'unchanged', 'perSecond'), '/s'),
      within(
        'read p99: as many updates as go ÷ as many that change nothing',
        p99('fullUpdates') / p99('fullUnchanged'),
      ),
      within(
        `read p99: ${moderatePerSecond}/s updates ÷ ${moderatePerSecond}/s that change nothing`,
        p99('someUpdates') / p99('someUnchanged'),
      ),
      told(
        `read p99: ${moderatePerSecond}/s updates ÷ nothing else at all`,
        p99('someUpdates') / p99('none'),
        '×',
      ),
      told('read p99, nothing else', p99('none'), 'ms'),
      told(`read p99, ${moderatePerSecond}/s that change nothing`, p99('someUnchanged'), 'ms'),
      told(`read p99, ${moderatePerSecond}/s updates`, p99('someUpdates'), 'ms'),
      told('read p99, as many that change nothing as go', p99('fullUnchanged'), 'ms'),
      told('read p99, as many updates as go', p99('fullUpdates'), 'ms'),
    ],
  };
}

/** The world without the players who only read. */
function updated(world: World): World {
  return { ...world, players: world.players.slice(reader.players) };
}

function detailsOf(world: World): Workload {
  const requests = world.players
    .slice(0, reader.players)
    .map((player) => detailRequest(world, player));
  return inTurn(requests, (status) => status === 200);
}

/** Reads at a steady rate, while another load runs or none. */
async function readMeanwhile(
  { effort }: Stage,
  {
    server,
    details,
    background,
  }: { server: ServerProcess; details: Workload; background: Background },
): Promise<Slice> {
  const { port } = server;
  const other = background && (await startLoad({ port, connections, ...background }));
  const { perSecond } = reader;
  const load = await startLoad({
    port,
    connections: reader.connections,
    workload: details,
    pace: { perSecond },
  });
  const slice = await measure(load, { effort, server });
  await other?.stop();
  return slice;
}
