import { execFileSync } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

/** What the processors did between two looks, as shares of all their time. */
export type Disturbance = {
  /** Taken by the host for other machines. */
  readonly stolen: number;
  /** Taken by other processes of this machine. */
  readonly others: number;
};

/** Looks at the processors now; the result says what happened until it is called. */
export type Watch = (ownMicroseconds: number) => Disturbance;

/** Linux counts in hundredths of a second. */
const tickMicroseconds = 10_000;

/**
 * Begins to watch who uses the processors.
 *
 * @returns takes the processor time that the bench and its servers used meanwhile
 */
export function watchProcessors(): Watch {
  const before = readProcessors();
  return (ownMicroseconds) => {
    const after = readProcessors();
    const all = after.all - before.all;
    if (all <= 0) return { stolen: 0, others: 0 };
    const others = after.busy - before.busy - ownMicroseconds / tickMicroseconds;
    return {
      stolen: (after.stolen - before.stolen) / all,
      others: Math.max(0, others / all),
    };
  };
}

function readProcessors(): { all: number; busy: number; stolen: number } {
  let line = '';
  try {
    [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  } catch {
    return { all: 0, busy: 0, stolen: 0 };
  }
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, stolen = 0] = ticks;
  const busy = user + nice + system + irq + soft;
  return { all: busy + idle + wait + stolen, busy, stolen };
}

/** The machine a bench ran on. */
export type Machine = {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  /** Its version, and the options that it and the servers run with. */
  readonly node: string;
  readonly fileSystem: string;
};

/** @param directory where the stores under test are kept */
export function describeMachine(directory: string): Machine {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: [process.version, ...process.execArgv].join(' '),
    fileSystem: fileSystemOf(directory),
  };
}

/** What a file system in memory calls itself: a sync costs nothing there, so no figure counts. */
const inMemory = 0x01021994;

function fileSystemOf(directory: string): string {
  if (statfsSync(directory).type === inMemory) return 'tmpfs';
  try {
    return execFileSync('stat', ['-f', '-c', '%T', directory], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
