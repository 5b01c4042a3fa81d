import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { exchangeOnce } from '../connection.ts';
import { pinned } from '../isolation.ts';
import { type CaseReport, told } from '../report.ts';
import { listRequest } from '../requests.ts';
import { median } from '../rounds.ts';
import { serveEnvironment } from '../serve-environment.ts';
import type { Stage } from '../stage.ts';

const program = fileURLToPath(new URL('../../../../packages/cli/bin.mjs', import.meta.url));

/** A first answer that took longer than this will not come. */
const patienceMs = 20_000;

/** How long `laurel serve` takes from its start to its first answer: a whole list. */
export async function measureStart(stage: Stage): Promise<CaseReport> {
  const { data, world } = await stage.world('mixed');
  const copy = join(stage.directory, 'start');
  cpSync(data, copy, { recursive: true });
  const [player] = world.players;
  if (player === undefined) throw new Error('the world has no player');
  const request = listRequest(world, player);
  const seconds: number[] = [];
  for (let round = 0; round < stage.effort.rounds; round += 1) {
    seconds.push(await secondsToFirstAnswer(copy, request));
  }
  rmSync(copy, { recursive: true, force: true });
  return {
    name: 'start',
    title: 'Start',
    discardedRounds: 0,
    isDisturbed: false,
    figures: [
      {
        name: 'first answer after the process starts',
        value: median(seconds),
        unit: 's',
        bound: { sense: 'atMost', floor: 1, goal: null },
      },
      told('the slowest of them', Math.max(...seconds), 's'),
    ],
  };
}

async function secondsToFirstAnswer(data: string, request: Buffer): Promise<number> {
  const port = await freePort();
  const [command, ...args] = pinned('server', [process.execPath, program, 'serve']);
  const startedAt = performance.now();
  const child = spawn(command, args, {
    env: { ...serveEnvironment({ data, port }), PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await untilAnswered({ port, request, child });
    return (performance.now() - startedAt) / 1000;
  } finally {
    if (child.exitCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  }
}

async function untilAnswered({
  port,
  request,
  child,
}: {
  port: number;
  request: Buffer;
  child: ChildProcess;
}): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && child.exitCode === null) {
    try {
      const { status } = await exchangeOnce(port, request);
      if (status === 200) return;
      throw new Error(`the first answer was ${status}`);
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
      await sleep(2);
    }
  }
  throw new Error('laurel serve gave no answer');
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
