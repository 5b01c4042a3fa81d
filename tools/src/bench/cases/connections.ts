import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LiveConnection, openLive } from '../live-connection.ts';
import { type CaseReport, type Figure, told } from '../report.ts';
import type { World } from '../requests.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Stage } from '../stage.ts';

/** Connections that are idle, each with one subscription. */
const connectionsWanted = 10_000;

/** Files that either side opens beside them. */
const otherFiles = 200;

/** Connections that are opened at once. */
const openedAtOnce = 50;

/** How long the server is left alone before its memory is read. */
const settleMs = 5_000;

const bytesInKilobyte = 1024;

/** What ten thousand players who only listen cost. */
export async function measureConnections(stage: Stage): Promise<CaseReport> {
  const filesMax = openFilesMax();
  if (filesMax < connectionsWanted + otherFiles) {
    const note = `only ${filesMax} files may be open; raise it: ulimit -n ${connectionsWanted * 2}`;
    return reportOf([figureOf(null, note)]);
  }
  const { world } = await stage.world('mixed');
  const laurel = await stage.startLaurel('mixed');
  await sleep(settleMs);
  const before = laurel.residentBytes();
  const open: LiveConnection[] = [];
  try {
    await openAll(laurel, world, open);
    await sleep(settleMs);
    const each = (laurel.residentBytes() - before) / open.length;
    const lost = open.filter(({ isClosed }) => isClosed).length;
    return reportOf([
      figureOf(before === 0 ? null : each, before === 0 ? '/proc is missing' : undefined),
      { ...told('connections that were lost', lost, ''), bound: noneLost },
      told('memory without them', before / bytesInKilobyte / bytesInKilobyte, 'MB'),
    ]);
  } finally {
    for (const connection of open) connection.close();
    await laurel.stop();
  }
}

const noneLost = { sense: 'exactly', floor: 0, goal: null } as const;

async function openAll(
  { port }: ServerProcess,
  { players, scid }: World,
  open: LiveConnection[],
): Promise<void> {
  let next = 0;
  async function openInTurn(): Promise<void> {
    while (next < connectionsWanted) {
      const player = players[next % players.length];
      next += 1;
      if (player === undefined) throw new Error('the world has no player');
      const { authorization, xuid } = player;
      const connection = await openLive(port, { authorization, onText: () => undefined });
      open.push(connection);
      const user = `https://achievements.xboxlive.com/users/xuid(${xuid})`;
      await connection.subscribe(`${user}/achievements/${scid}`);
    }
  }
  await Promise.all(Array.from({ length: openedAtOnce }, openInTurn));
}

function figureOf(bytes: number | null, note?: string): Figure {
  return {
    name: `server memory of each of ${connectionsWanted} idle connections`,
    value: bytes,
    unit: 'bytes',
    bound: { sense: 'atMost', floor: 12 * bytesInKilobyte, goal: null },
    ...(note !== undefined && { note }),
  };
}

function reportOf(figures: readonly Figure[]): CaseReport {
  return {
    name: 'connections',
    title: 'Real-time connections that are idle',
    discardedRounds: 0,
    isDisturbed: false,
    figures,
  };
}

/** How many files one process of this machine may have open; 0 where it can't be read. */
function openFilesMax(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const [, soft = '0'] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
    return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(soft);
  } catch {
    return 0;
  }
}
