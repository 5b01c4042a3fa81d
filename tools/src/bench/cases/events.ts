import { createEventBatches, eventPlayersCount, eventsPerBatch } from '../bench-events.ts';
import { type CaseReport, type Figure, told } from '../report.ts';
import { interleave, medianOf, type Rounds, ratioOf, runSlice } from '../rounds.ts';
import type { Stage } from '../stage.ts';

const connections = 16;

/** Players who have sent more events than are remembered. */
const busyPlayers = 20;

type Arm = 'few' | 'many' | 'busy';

/** Events in batches, durable, where few and where many players are stored, and to few players. */
export async function measureEvents(stage: Stage): Promise<CaseReport> {
  const { effort } = stage;
  const [few, many] = [await stage.world('small'), await stage.world('large')];
  const small = await stage.startLaurel('small');
  const large = await stage.startLaurel('large');
  const spread = { players: eventPlayersCount, prefix: 'aa' };
  const toFew = createEventBatches(few.world, spread);
  const toMany = createEventBatches(many.world, spread);
  const toBusy = createEventBatches(few.world, { players: busyPlayers, prefix: 'bb' });
  const slice = (server: typeof small, workload: typeof toFew) =>
    runSlice(effort, { server, workload, connections });
  const rounds: Rounds<Arm> = await interleave(effort, {
    few: () => slice(small, toFew),
    many: () => slice(large, toMany),
    busy: () => slice(small, toBusy),
  });
  await Promise.all([small.stop(), large.stop()]);
  const perSecond = (arm: Arm) => medianOf(rounds, arm, 'perSecond') * eventsPerBatch;
  const grown = (name: string, arm: Arm, floor: number): Figure => ({
    name,
    value: ratioOf(rounds, ['few', arm], 'perSecond'),
    unit: '×',
    bound: { sense: 'atMost', floor, goal: 1.2 },
  });
  return {
    name: 'events',
    title: `Durable events in batches of ${eventsPerBatch}, ${connections} connections`,
    discardedRounds: rounds.discarded,
    isDisturbed: rounds.isDisturbed,
    figures: [
      {
        name: 'events',
        value: perSecond('few'),
        unit: '/s',
        bound: { sense: 'atLeast', floor: 20_000, goal: 40_000 },
      },
      grown('cost of an event, from 2,000 to 200,000 players', 'many', 1.35),
      grown('cost of an event, behind more than are remembered', 'busy', 1.5),
      told('events, many players', perSecond('many'), '/s'),
      told('events, few players with all their memory', perSecond('busy'), '/s'),
      told('batch, p99', medianOf(rounds, 'few', 'p99') / 1000, 'ms'),
      told(
        'processor time of an event',
        medianOf(rounds, 'few', 'serverCost') / eventsPerBatch,
        'µs',
      ),
    ],
  };
}
