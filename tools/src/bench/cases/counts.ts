import { join } from 'node:path';
import type { Counts } from '../count-statements.ts';
import type { Workload } from '../load.ts';
import { type CaseReport, type Figure, told } from '../report.ts';
import { createUpdates, detailRequest, inTurn, limited, listRequest } from '../requests.ts';
import { runSlice } from '../rounds.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Stage } from '../stage.ts';
import { watchSyncs } from '../syncs.ts';

const connections = 64;
const requestsOfEach = 2_000;

/** So few that the log is not yet so long that it is checkpointed. */
const watchedUpdates = 640;

/** What noise can't touch: how often things are done. */
export async function measureCounts(stage: Stage): Promise<CaseReport> {
  const { world } = await stage.world('mixed');
  const preload = new URL('../count-statements.ts', import.meta.url).href;
  const server = await stage.startLaurel('mixed', { nodeOptions: ['--import', preload] });
  const { rising, repeated } = createUpdates(world);
  const isOk = (status: number) => status === 200;
  const details = inTurn(
    world.players.map((player) => detailRequest(world, player)),
    isOk,
  );
  const lists = inTurn(
    world.players.map((player) => listRequest(world, player)),
    isOk,
  );
  const each = (workload: Workload) => perRequest(server, workload);
  const update = await each(rising);
  const unchanged = await each(repeated);
  const detail = await each(details);
  const list = await each(lists);
  const syncs = await syncFigures(stage, server, rising);
  await server.stop();
  return {
    name: 'counts',
    title: 'Exact counts',
    discardedRounds: 0,
    isDisturbed: false,
    figures: [
      ...syncs,
      told('statements for an update, those of its group shared', update.statements, ''),
      told('updates that share a commit', 1 / update.commits, ''),
      told('statements for an update that changes nothing', unchanged.statements, ''),
      told('statements for a detail', detail.statements, ''),
      told('statements for a list', list.statements, ''),
    ],
  };
}

async function perRequest(server: ServerProcess, workload: Workload): Promise<Counts> {
  const counted = await countsOf(server, limited(workload, requestsOfEach));
  return {
    statements: counted.statements / requestsOfEach,
    commits: counted.commits / requestsOfEach,
  };
}

async function countsOf(server: ServerProcess, workload: Workload): Promise<Counts> {
  const before = (await server.ask('counts')) as Counts;
  const effort = { rounds: 1, settlingRounds: 0, warmUpMs: 0, measureMs: 60_000 };
  await runSlice(effort, { server, workload, connections });
  const after = (await server.ask('counts')) as Counts;
  return {
    statements: after.statements - before.statements,
    commits: after.commits - before.commits,
  };
}

async function syncFigures(
  { directory }: Stage,
  server: ServerProcess,
  rising: Workload,
): Promise<readonly Figure[]> {
  const bound = { sense: 'exactly', floor: 1, goal: null } as const;
  const name = 'syncs of the log for a group, besides checkpoints';
  const watch = await watchSyncs(server.pid, join(directory, 'syncs'));
  if (watch === null) {
    const note = 'strace is missing or may not look';
    return [{ name, value: null, unit: '', bound, note }];
  }
  const { commits } = await countsOf(server, limited(rising, watchedUpdates));
  const { log, others } = await watch.end();
  // A checkpoint syncs the log before it copies, again for what came meanwhile, and the new log's
  // head; the head may be that of a checkpoint before.
  const ofCheckpoints = Math.min(Math.max(0, log - commits), 3 * others + 1);
  return [
    { name, value: (log - ofCheckpoints) / commits, unit: '', bound },
    told(`groups of ${watchedUpdates} updates`, commits, ''),
    told('syncs of the log meanwhile', log, ''),
    told('syncs of the database file meanwhile, by checkpoints', others, ''),
  ];
}
