import { setTimeout as sleep } from 'node:timers/promises';
import { createHistogram, type Histogram } from '../histogram.ts';
import { type LiveConnection, openLive } from '../live-connection.ts';
import { startLoad, type Workload } from '../load.ts';
import { type CaseReport, told } from '../report.ts';
import { createUpdates, updateRequest, type World } from '../requests.ts';
import { median } from '../rounds.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Stage } from '../stage.ts';

/** Updates each second while it is measured. */
const updatesPerSecond = 500;

/** Connections that send them. */
const updating = 32;

/** Players whose progress is watched; the others' updates reach nobody. */
const watchedPlayers = 2_000;

/** Players of the far end of the world, whose unlocks are announced, one after the other. */
const unlockingPlayers = 50;

/** An announcement that takes longer does not come. */
const announcementMs = 5_000;

const openedAtOnce = 50;

/** From an update that is sent to the event that a subscriber has, under a steady load. */
export async function measureFanOut(stage: Stage): Promise<CaseReport> {
  const { world } = await stage.world('mixed');
  const laurel = await stage.startLaurel('mixed');
  const open: LiveConnection[] = [];
  try {
    const watch = createWatch(world);
    await watchAll(laurel, { world, watch, open });
    const load = await startLoad({
      port: laurel.port,
      connections: updating,
      workload: watch.workload,
      pace: { perSecond: updatesPerSecond },
    });
    await sleep(stage.effort.warmUpMs);
    watch.reset();
    load.mark();
    const unlocks = await unlockInTurn(laurel, { world, open });
    await sleep(stage.effort.measureMs * stage.effort.rounds);
    const { answers, seconds } = await load.stop();
    const { latencies } = watch;
    return {
      name: 'fan-out',
      title: `Events to ${watchedPlayers} subscribers under ${updatesPerSecond} updates a second`,
      discardedRounds: 0,
      isDisturbed: false,
      figures: [
        {
          name: 'from an update to its event, median',
          value: latencies.quantile(0.5) / 1000,
          unit: 'ms',
          bound: { sense: 'atMost', floor: 50, goal: 10 },
        },
        {
          name: 'from an unlock to its announcement, median',
          value: median(unlocks),
          unit: 'ms',
          bound: { sense: 'atMost', floor: 50, goal: 10 },
        },
        told('from an update to its event, p99', latencies.quantile(0.99) / 1000, 'ms'),
        told('events', latencies.count, ''),
        told('updates', answers / seconds, '/s'),
      ],
    };
  } finally {
    for (const connection of open) connection.close();
    await laurel.stop();
  }
}

type Watch = {
  /** Updates whose time of sending is kept. */
  readonly workload: Workload;
  readonly latencies: Histogram;
  /** Told that a player's event is there. */
  arrived(index: number): void;
  /** Forgets what was counted. */
  reset(): void;
};

function createWatch(world: World): Watch {
  const { rising } = createUpdates(world);
  const sentAt = new Float64Array(world.players.length);
  let latencies = createHistogram();
  let turn = 0;
  return {
    get latencies() {
      return latencies;
    },
    workload: {
      next() {
        sentAt[turn % sentAt.length] = performance.now();
        turn += 1;
        return rising.next();
      },
      accepts: rising.accepts,
    },
    arrived(index) {
      const at = sentAt[index] ?? 0;
      if (at > 0) latencies.record((performance.now() - at) * 1000);
      sentAt[index] = 0;
    },
    reset() {
      latencies = createHistogram();
    },
  };
}

async function watchAll(
  { port }: ServerProcess,
  { world, watch, open }: { world: World; watch: Watch; open: LiveConnection[] },
): Promise<void> {
  const { players, scid } = world;
  let next = 0;
  async function openInTurn(): Promise<void> {
    while (next < Math.min(watchedPlayers, players.length)) {
      const index = next;
      next += 1;
      const player = players[index];
      if (player === undefined) return;
      const { authorization, xuid } = player;
      const onText = () => watch.arrived(index);
      const connection = await openLive(port, { authorization, onText });
      open.push(connection);
      const user = `https://achievements.xboxlive.com/users/xuid(${xuid})`;
      await connection.subscribe(`${user}/achievements/${scid}`);
    }
  }
  await Promise.all(Array.from({ length: openedAtOnce }, openInTurn));
}

/** @returns for each unlock how long its announcement took, in milliseconds */
async function unlockInTurn(
  { port }: ServerProcess,
  { world, open }: { world: World; open: LiveConnection[] },
): Promise<readonly number[]> {
  const took: number[] = [];
  const { players, rising, titleId } = world;
  // The last but one: the load does not use it up, for it raises by one percent only.
  const id = rising.at(-2) ?? '';
  for (const player of players.slice(-unlockingPlayers)) {
    const arrived = Promise.withResolvers<number>();
    const onText = () => arrived.resolve(performance.now());
    const { authorization, xuid } = player;
    const connection = await openLive(port, { authorization, onText });
    open.push(connection);
    const user = `https://notify.xboxlive.com/users/xuid(${xuid})`;
    await connection.subscribe(`${user}/deviceId/current/titleId/${titleId}`);
    const sentAt = performance.now();
    const unlock = updateRequest(world, player, { id, percent: 100 });
    const once = await startLoad({
      port,
      connections: 1,
      workload: onceOnly(unlock),
      pace: 'ClosedLoop',
    });
    const late = sleep(announcementMs).then(() => Number.NaN);
    took.push((await Promise.race([arrived.promise, late])) - sentAt);
    await once.stop();
  }
  return took;
}

function onceOnly(request: Buffer): Workload {
  let isSent = false;
  return {
    next() {
      if (isSent) return null;
      isSent = true;
      return request;
    },
    accepts: (status) => status === 200,
  };
}
