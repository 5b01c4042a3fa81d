import { type CaseReport, told } from '../report.ts';
import { createUpdates } from '../requests.ts';
import { interleave, medianOf, ratioOf, runSlice } from '../rounds.ts';
import { type Stage, wideRateLimits } from '../stage.ts';

const connections = 64;

/** A durable, always rising update against a server that reads the same bytes and does nothing. */
export async function measureUpdate(stage: Stage): Promise<CaseReport> {
  const { effort } = stage;
  const { world } = await stage.world('mixed');
  const laurel = await stage.startLaurel('mixed', { rateLimits: wideRateLimits });
  const bare = await stage.startBare();
  const { rising, repeated, unchecked } = createUpdates(world);
  const rounds = await interleave(effort, {
    update: () => runSlice(effort, { server: laurel, workload: rising, connections }),
    bare: () => runSlice(effort, { server: bare, workload: unchecked, connections }),
    unchanged: () => runSlice(effort, { server: laurel, workload: repeated, connections }),
  });
  await Promise.all([laurel.stop(), bare.stop()]);
  return {
    name: 'update',
    title: `Durable update, ${connections} connections`,
    discardedRounds: rounds.discarded,
    isDisturbed: rounds.isDisturbed,
    figures: [
      {
        name: 'update ÷ bare POST',
        value: ratioOf(rounds, ['update', 'bare'], 'perSecond'),
        unit: '×',
        bound: { sense: 'atLeast', floor: 0.6, goal: null },
      },
      {
        name: 'update ÷ own update that changes nothing',
        value: ratioOf(rounds, ['update', 'unchanged'], 'perSecond'),
        unit: '×',
        bound: { sense: 'atLeast', floor: null, goal: 0.9 },
      },
      told('updates', medianOf(rounds, 'update', 'perSecond'), '/s'),
      told('bare POSTs', medianOf(rounds, 'bare', 'perSecond'), '/s'),
      told('updates that change nothing', medianOf(rounds, 'unchanged', 'perSecond'), '/s'),
      told('update, p99', medianOf(rounds, 'update', 'p99') / 1000, 'ms'),
      told('processor time of an update', medianOf(rounds, 'update', 'serverCost'), 'µs'),
      told('processor time of a bare POST', medianOf(rounds, 'bare', 'serverCost'), 'µs'),
      told('processor time of the load, each', medianOf(rounds, 'bare', 'loadCost'), 'µs'),
    ],
  };
}
