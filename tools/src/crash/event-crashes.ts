import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseName, verifySqlite } from '@laurel/server';
import { serveEnvironment } from '../bench/serve-environment.ts';
import { type Chance, createChance } from '../stories/chance.ts';
import { createEventWorld, type EventWorld, eventsPerUnlock } from './event-world.ts';
import { startCrashServer } from './server.ts';

const playersCount = 12;
const eventsPerBatch = 10;

/** How long a server takes events before it is killed, in milliseconds. */
const loadMs = { min: 10, max: 300 } as const;

/** What a run saw. */
export type EventCrashReport = {
  kills: number;
  /** Batches that were answered. */
  answered: number;
  /** Batches whose answer was due at a kill: those that were stored, and those that were not. */
  dueStored: number;
  dueLost: number;
  /** Achievements that were unlocked in the end. */
  unlocked: number;
  /** What is wrong, a line each; empty when everything held. */
  readonly wrong: string[];
};

/** A player, and what has to be there of what was sent. */
type Sender = {
  readonly xuid: string;
  /** Sum and number of the events that were answered. */
  total: number;
  count: number;
  /** What is on its way, or was when the server was killed. */
  due: Batch | null;
};

/** The amounts of its events; their ids go on from the first. */
type Batch = { readonly amounts: readonly number[]; readonly firstId: number };

/**
 * Kills a server that takes events, again and again. What was not answered is sent again with the
 * same ids, as clients do: it must have been stored whole or not at all, and in the end every
 * event has counted once and every achievement is unlocked once.
 *
 * @param directory must be there
 */
export async function runEventCrashes({
  rounds,
  seed,
  directory,
}: {
  rounds: number;
  seed: number;
  directory: string;
}): Promise<EventCrashReport> {
  const chance = createChance(seed);
  const data = join(directory, 'data');
  mkdirSync(data);
  const serving = serveEnvironment({ data, port: 0 });
  const start = {
    environment: { ...serving, LAUREL_RATE_LIMITS: 'off' },
    log: join(directory, 'server.log'),
  };
  const world = createEventWorld(serving.LAUREL_MANAGEMENT_KEY ?? '');
  const wrong: string[] = [];
  const report = { kills: 0, answered: 0, dueStored: 0, dueLost: 0, unlocked: 0, wrong };
  const senders = Array.from({ length: playersCount }, (_, index): Sender => {
    return { xuid: String(2_533_274_800_000_001n + BigInt(index)), total: 0, count: 0, due: null };
  });
  for (let round = 0; round < rounds && wrong.length === 0; round += 1) {
    const server = await startCrashServer(start);
    try {
      await world.serve(server.url, { players: senders.map(({ xuid }) => xuid) });
      for (const sender of senders) await settle(world, sender, report);
      const load = senders.map((sender) => sendOn(world, sender, { chance, report }));
      await sleep(chance.whole(loadMs.min, loadMs.max));
      await server.kill();
      await Promise.all(load);
      report.kills += 1;
    } finally {
      await server.kill();
    }
    wrong.push(...verifySqlite(join(data, databaseName)));
  }
  const server = await startCrashServer(start);
  try {
    await world.serve(server.url, { players: [] });
    for (const sender of senders) await finish(world, sender, report);
  } finally {
    await server.kill();
  }
  return report;
}

/** Sends batch after batch until the server is gone. */
async function sendOn(
  world: EventWorld,
  sender: Sender,
  { chance, report }: { chance: Chance; report: EventCrashReport },
): Promise<void> {
  for (;;) {
    sender.due ??= {
      amounts: Array.from({ length: eventsPerBatch }, () => chance.whole(1, 9)),
      firstId: sender.count,
    };
    if (!(await sendDue(world, sender, report))) return;
  }
}

/** @returns whether it was answered */
async function sendDue(
  world: EventWorld,
  sender: Sender,
  report: EventCrashReport,
): Promise<boolean> {
  const { due, xuid } = sender;
  if (due === null) return true;
  const status = await world.send(xuid, due.amounts, due.firstId).catch(() => null);
  if (status === null) return false;
  if (status !== 200) {
    report.wrong.push(`a batch of player ${xuid} was answered ${status}`);
    return false;
  }
  report.answered += 1;
  sender.count += due.amounts.length;
  sender.total += sumOf(due);
  sender.due = null;
  return true;
}

/** Holds what is there against what was answered, and sends again what was not. */
async function settle(world: EventWorld, sender: Sender, report: EventCrashReport): Promise<void> {
  const { due, xuid, count, total } = sender;
  const there = await world.stats(xuid);
  const isWithDue =
    due !== null &&
    there.count === count + due.amounts.length &&
    there.total === total + sumOf(due);
  const isWithout = there.count === count && there.total === total;
  if (!isWithDue && !isWithout) {
    const has = `${there.count} events of ${there.total}`;
    report.wrong.push(`player ${xuid} has ${has}; ${count} of ${total} were answered`);
  }
  if (due !== null) report[isWithDue ? 'dueStored' : 'dueLost'] += 1;
  await sendDue(world, sender, report);
}

async function finish(world: EventWorld, sender: Sender, report: EventCrashReport): Promise<void> {
  await settle(world, sender, report);
  await settle(world, sender, report);
  const { xuid, count } = sender;
  const unlocks = await world.unlocks(xuid);
  const expected = Array.from({ length: Math.floor(count / eventsPerUnlock) }, (_, index) =>
    String(index + 1),
  ).slice(0, world.achievementsCount);
  report.unlocked += unlocks.length;
  if ([...unlocks].sort().join() !== expected.sort().join()) {
    report.wrong.push(`player ${xuid} unlocked ${unlocks.join()} by ${count} events`);
  }
}

function sumOf({ amounts }: Batch): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
