import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InstanceNews, InstanceOrder } from './instance.ts';

/** An instance that answers. */
export type RunningInstance = {
  readonly url: string;
  /** The management key. */
  readonly key: string;
  /** Ends it, with its data; a second time does nothing. */
  stop(): Promise<void>;
};

/** An instance that has not told where it is by then does not start, in milliseconds. */
const startMsMax = 60_000;

/**
 * Starts an instance in a process of its own, which ends with this one. It keeps no test runner
 * from ending.
 *
 * @throws {Error} by the result, with what the instance said
 */
export async function startProcess(order: InstanceOrder): Promise<RunningInstance> {
  const module = new URL('./instance-process.ts', import.meta.url);
  const child = fork(fileURLToPath(module), {
    // Its environment and flags are not those of the test runner.
    env: withoutRunner(process.env),
    execArgv: extname(module.pathname) === '.ts' ? ['--no-warnings'] : [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), startMsMax);
  child.send(order);
  const told: readonly unknown[] = await Promise.race([once(child, 'message'), exited]);
  clearTimeout(timer);
  // Only `tell` of that process sends.
  const news = told[0] as InstanceNews | number | null;
  if (typeof news !== 'object' || news?.kind !== 'ready') throw notStarted(news);
  child.unref();
  child.channel?.unref();
  return {
    url: news.url,
    key: news.key,
    async stop() {
      if (!child.connected) return;
      child.ref();
      child.disconnect();
      await exited;
    },
  };
}

/** Starts an instance in this process. @throws {Error} by the result, with what it said */
export async function startHere(order: InstanceOrder): Promise<RunningInstance> {
  const { serveInstance } = await import('./instance.ts');
  const stopping = new AbortController();
  let served: Promise<void> = Promise.resolve();
  const news = await new Promise<InstanceNews>((tell) => {
    served = serveInstance(order, { signal: stopping.signal, tell });
  });
  if (news.kind === 'failed') throw notStarted(news);
  return {
    url: news.url,
    key: news.key,
    async stop() {
      stopping.abort();
      await served;
      rmSync(order.data, { recursive: true, force: true });
    },
  };
}

function notStarted(news: InstanceNews | number | null): Error {
  const said = typeof news === 'object' && news?.kind === 'failed' ? news.message.trim() : '';
  return new Error(`laurel did not start: ${said || `its process ended with ${String(news)}`}`);
}

function withoutRunner(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(NODE_OPTIONS|NODE_TEST_|VITEST|LAUREL_|PW_|TEST_WORKER)/.test(name),
  );
  return Object.fromEntries(kept);
}
