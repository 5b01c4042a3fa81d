import { entrySize } from '../entry-size.ts';
import { type CaseReport, type Figure, told } from '../report.ts';
import { createUpdates, detailRequest, inTurn, type World } from '../requests.ts';
import { interleave, medianOf, ratioOf, runSlice } from '../rounds.ts';
import { type Stage, wideRateLimits } from '../stage.ts';

const connections = 64;

/** The same reads and updates where a hundred times as much is stored. */
export async function measureGrowth(stage: Stage): Promise<CaseReport> {
  const { effort } = stage;
  const [few, many] = [await stage.world('small'), await stage.world('large')];
  const small = await stage.startLaurel('small', { rateLimits: wideRateLimits });
  const large = await stage.startLaurel('large', { rateLimits: wideRateLimits });
  const [fewUpdates, manyUpdates] = [createUpdates(few.world), createUpdates(many.world)];
  const [fewReads, manyReads] = [detailsOf(few.world), detailsOf(many.world)];
  const rounds = await interleave(effort, {
    readFew: () => runSlice(effort, { server: small, workload: fewReads, connections }),
    readMany: () => runSlice(effort, { server: large, workload: manyReads, connections }),
    updateFew: () => runSlice(effort, { server: small, workload: fewUpdates.rising, connections }),
    updateMany: () =>
      runSlice(effort, { server: large, workload: manyUpdates.rising, connections }),
  });
  await Promise.all([small.stop(), large.stop()]);
  const size = entrySize(many);
  const grown = (name: string, value: number, bound: Figure['bound']): Figure => ({
    name,
    value,
    unit: '×',
    bound,
  });
  return {
    name: 'growth',
    title: `From ${few.world.entries} to ${many.world.entries} stored entries`,
    discardedRounds: rounds.discarded,
    isDisturbed: rounds.isDisturbed,
    figures: [
      // What a read costs is how long the server takes for it, so the ratio is that of the rates.
      grown('cost of a read', ratioOf(rounds, ['readFew', 'readMany'], 'perSecond'), {
        sense: 'atMost',
        floor: 1.15,
        goal: 1.1,
      }),
      grown('cost of an update', ratioOf(rounds, ['updateFew', 'updateMany'], 'perSecond'), {
        sense: 'atMost',
        floor: 1.35,
        goal: 1.2,
      }),
      told('reads, few entries', medianOf(rounds, 'readFew', 'perSecond'), '/s'),
      told('reads, many entries', medianOf(rounds, 'readMany', 'perSecond'), '/s'),
      told('updates, few entries', medianOf(rounds, 'updateFew', 'perSecond'), '/s'),
      told('updates, many entries', medianOf(rounds, 'updateMany', 'perSecond'), '/s'),
      {
        name: 'disk for an entry, facts aside',
        value: size.recordBytes / many.world.entries,
        unit: 'bytes',
        bound: { sense: 'atMost', floor: 60, goal: 35 },
      },
      told('disk for an entry, facts and all', size.allBytes / many.world.entries, 'bytes'),
    ],
  };
}

/**
 * One achievement of each player, in an order that has nothing to do with where they are stored.
 */
function detailsOf(world: World) {
  const requests = world.players.map((player) => detailRequest(world, player));
  return inTurn(requests, (status) => status === 200);
}
