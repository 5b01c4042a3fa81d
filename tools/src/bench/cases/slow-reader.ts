import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { exchangeOnce } from '../connection.ts';
import { createHistogram, type Histogram } from '../histogram.ts';
import { type LiveConnection, openLive } from '../live-connection.ts';
import { startLoad, type Workload } from '../load.ts';
import { type CaseReport, told } from '../report.ts';
import { batchRequest, createUpdates, type World } from '../requests.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Stage } from '../stage.ts';

/** Updates of all players each second. */
const updatesPerSecond = 300;
const updating = 16;

/** Subscribers that read what they are told. */
const readers = 500;

/** Updates of the player whose subscriber reads nothing, of many achievements each. */
const batches = 90;
const batchEveryMs = 60;

/** Longer than a server waits for somebody who does not read. */
const dropMs = 25_000;

/** What the kernel may hold for a connection: with more, one player cannot fill it. */
const smallBuffers = '4096 16384 65536\n';

/** A subscriber that stops reading, among others that read. */
export async function measureSlowReader(stage: Stage): Promise<CaseReport> {
  if (!isAlone()) {
    return reportOf([
      { ...told('others, median', null, 'ms'), note: 'that takes a network of its own' },
    ]);
  }
  const putBack = shrinkBuffers();
  const { world } = await stage.world('mixed');
  const laurel = await stage.startLaurel('mixed');
  const open: LiveConnection[] = [];
  try {
    const others = await watchOthers(laurel, world, open);
    const stalled = await openStalled(laurel, world, open);
    const load = await startLoad({
      port: laurel.port,
      connections: updating,
      workload: others.workload,
      pace: { perSecond: updatesPerSecond },
    });
    await flood(laurel, world);
    const during = others.latencies.quantile(0.5) / 1000;
    const seconds = await secondsUntilDropped(laurel);
    await load.stop();
    const lost = open.filter((one) => one !== stalled && one.isClosed).length;
    return reportOf([
      {
        name: 'from an update to its event for others, median',
        value: during,
        unit: 'ms',
        bound: { sense: 'atMost', floor: 50, goal: 10 },
      },
      {
        name: 'subscribers that were dropped',
        value: seconds === null ? 0 : 1,
        unit: '',
        bound: { sense: 'exactly', floor: 1, goal: null },
      },
      { ...told('others that were dropped', lost, ''), bound: noneLost },
      told('until it was dropped', seconds, 's'),
      told('events of others', others.latencies.count, ''),
    ]);
  } finally {
    for (const connection of open) connection.close();
    await laurel.stop();
    putBack();
  }
}

const noneLost = { sense: 'exactly', floor: 0, goal: null } as const;

function reportOf(figures: CaseReport['figures']): CaseReport {
  return {
    name: 'slow-reader',
    title: 'A subscriber that stops reading',
    discardedRounds: 0,
    isDisturbed: false,
    figures,
  };
}

type Others = { readonly workload: Workload; readonly latencies: Histogram };

async function watchOthers(
  { port }: ServerProcess,
  world: World,
  open: LiveConnection[],
): Promise<Others> {
  const { players, scid } = world;
  const { rising } = createUpdates(world);
  const latencies = createHistogram();
  const sentAt = new Float64Array(players.length);
  let turn = 0;
  for (const [index, { authorization, xuid }] of players.slice(0, readers).entries()) {
    const connection = await openLive(port, {
      authorization,
      onText() {
        const at = sentAt[index] ?? 0;
        if (at > 0) latencies.record((performance.now() - at) * 1000);
        sentAt[index] = 0;
      },
    });
    open.push(connection);
    const user = `https://achievements.xboxlive.com/users/xuid(${xuid})`;
    await connection.subscribe(`${user}/achievements/${scid}`);
  }
  return {
    latencies,
    workload: {
      next() {
        sentAt[turn % sentAt.length] = performance.now();
        turn += 1;
        return rising.next();
      },
      accepts: rising.accepts,
    },
  };
}

/** The last player: the load does not come that far. */
async function openStalled(
  { port }: ServerProcess,
  { players, scid }: World,
  open: LiveConnection[],
): Promise<LiveConnection> {
  const player = players.at(-1);
  if (player === undefined) throw new Error('the world has no player');
  const { authorization, xuid } = player;
  const connection = await openLive(port, { authorization, onText: () => undefined });
  open.push(connection);
  const user = `https://achievements.xboxlive.com/users/xuid(${xuid})`;
  await connection.subscribe(`${user}/achievements/${scid}`);
  connection.stall();
  return connection;
}

/** Raises everything that the last player has begun, again and again. */
async function flood({ port }: ServerProcess, world: World): Promise<void> {
  const player = world.players.at(-1);
  if (player === undefined) return;
  for (let at = 1; at <= batches; at += 1) {
    const reports = world.rising.map((id) => ({ id, percent: world.startPercent + at }));
    const { status } = await exchangeOnce(port, batchRequest(world, player, reports));
    if (status !== 200) throw new Error(`an update was answered ${status}`);
    await sleep(batchEveryMs);
  }
}

/** @returns `null` when it is not dropped */
async function secondsUntilDropped({ port }: ServerProcess): Promise<number | null> {
  const startedAt = performance.now();
  const request = Buffer.from('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n');
  while (performance.now() - startedAt < dropMs) {
    const { body } = await exchangeOnce(port, request);
    const [, dropped = '0'] = /^laurel_realtime_dropped_total (\d+)/m.exec(String(body)) ?? [];
    if (Number(dropped) > 0) return (performance.now() - startedAt) / 1000;
    await sleep(250);
  }
  return null;
}

const bufferFiles = ['/proc/sys/net/ipv4/tcp_wmem', '/proc/sys/net/ipv4/tcp_rmem'];

/** Whether loopback is the only device: then nobody else uses this network. */
function isAlone(): boolean {
  try {
    const devices = readFileSync('/proc/net/dev', 'utf8').match(/^\s*\S+:/gm) ?? [];
    return devices.every((name) => name.trim() === 'lo:');
  } catch {
    return false;
  }
}

function shrinkBuffers(): () => void {
  const before = bufferFiles.map((file) => readFileSync(file, 'utf8'));
  for (const file of bufferFiles) writeFileSync(file, smallBuffers);
  return () => {
    for (const [at, file] of bufferFiles.entries()) writeFileSync(file, before[at] ?? '');
  };
}
