import { setTimeout as sleep } from 'node:timers/promises';
import { type Load, type Measured, startLoad, type Workload } from './load.ts';
import { watchProcessors } from './machine.ts';
import type { ServerProcess } from './server-process.ts';

/** How long and how often is measured. */
export type Effort = {
  /** Rounds that count, at least. */
  readonly rounds: number;
  /** Rounds before them that do not: until the engines have compiled what is run often. */
  readonly settlingRounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
};

/** A slice of a round: one load on one server. */
export type Slice = {
  readonly perSecond: number;
  /** In microseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Processor time for one answer, of the server and of the load, in microseconds. */
  readonly serverCost: number;
  readonly loadCost: number;
  readonly isDisturbed: boolean;
};

/** Beyond this share of all processor time a round is not counted. */
const disturbedShare = 0.04;

/**
 * A round that was disturbed is repeated, up to this many times as many rounds as were asked for.
 */
const attemptsMax = 3;

/** Runs one slice: warms up, measures, and waits for the last answers. */
export async function runSlice(
  effort: Effort,
  {
    server,
    workload,
    connections,
  }: { server: ServerProcess; workload: Workload; connections: number },
): Promise<Slice> {
  const load = await startLoad({ port: server.port, connections, workload, pace: 'ClosedLoop' });
  return measure(load, { effort, server });
}

/** Measures a load that has been started, and stops it. */
export async function measure(
  load: Load,
  { effort, server }: { effort: Effort; server: ServerProcess },
): Promise<Slice> {
  await Promise.race([sleep(effort.warmUpMs), load.isDone]);
  const watch = watchProcessors();
  const serverBefore = server.usedMicroseconds();
  const loadBefore = process.cpuUsage();
  load.mark();
  await Promise.race([sleep(effort.measureMs), load.isDone]);
  const serverUsed = server.usedMicroseconds() - serverBefore;
  const { user, system } = process.cpuUsage(loadBefore);
  const { stolen, others } = watch(serverUsed + user + system);
  const measured = await load.stop();
  return {
    ...figuresOf(measured),
    serverCost: serverUsed / measured.answers,
    loadCost: (user + system) / measured.answers,
    isDisturbed: stolen > disturbedShare || others > disturbedShare,
  };
}

function figuresOf({ answers, seconds, latencies }: Measured) {
  return {
    perSecond: answers / seconds,
    p50: latencies.quantile(0.5),
    p99: latencies.quantile(0.99),
  };
}

/** The slices of all rounds that count, and how many did not. */
export type Rounds<Arm extends string> = {
  readonly rounds: readonly Readonly<Record<Arm, Slice>>[];
  readonly discarded: number;
  /** There were not enough quiet rounds, so the disturbed ones count. */
  readonly isDisturbed: boolean;
};

/**
 * Runs the arms in turn, round after round, until enough rounds were quiet. Where the machine gets
 * no quieter, all rounds count, and the result says so.
 */
export async function interleave<Arm extends string>(
  effort: Effort,
  arms: Readonly<Record<Arm, () => Promise<Slice>>>,
): Promise<Rounds<Arm>> {
  const names = Object.keys(arms) as Arm[];
  const all: Record<Arm, Slice>[] = [];
  const quiet: Record<Arm, Slice>[] = [];
  for (let round = 0; round < effort.settlingRounds; round += 1) {
    for (const name of names) await arms[name]();
  }
  while (quiet.length < effort.rounds && all.length < effort.rounds * attemptsMax) {
    const slices: [Arm, Slice][] = [];
    for (const name of names) slices.push([name, await arms[name]()]);
    const round = Object.fromEntries(slices) as Record<Arm, Slice>;
    all.push(round);
    if (!slices.some(([, { isDisturbed }]) => isDisturbed)) quiet.push(round);
  }
  if (quiet.length >= effort.rounds) {
    return { rounds: quiet, discarded: all.length - quiet.length, isDisturbed: false };
  }
  return { rounds: all, discarded: 0, isDisturbed: true };
}

/** @returns the middle value, 0 without values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** The median over the rounds of one member of one arm. */
export function medianOf<Arm extends string>(
  { rounds }: Rounds<Arm>,
  arm: Arm,
  member: Exclude<keyof Slice, 'isDisturbed'>,
): number {
  return median(rounds.map((round) => round[arm][member]));
}

/** The median over the rounds of what a member is in one arm against another arm of its round. */
export function ratioOf<Arm extends string>(
  { rounds }: Rounds<Arm>,
  [above, below]: readonly [Arm, Arm],
  member: Exclude<keyof Slice, 'isDisturbed'>,
): number {
  return median(rounds.map((round) => round[above][member] / round[below][member]));
}
