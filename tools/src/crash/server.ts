import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The program that people run. */
const program = fileURLToPath(new URL('../../../packages/cli/bin.mjs', import.meta.url));

/** A server that does not serve by then will not. */
const startMs = 30_000;

/** Characters of its log that are told of a server that did not start. */
const lastWordsMax = 2000;

/** A server process that is there to be killed. */
export type CrashServer = {
  readonly url: URL;
  readonly port: number;
  readonly pid: number;
  /** Ends it at once, as a loss of power would; nothing of it can run any more. */
  kill(): Promise<void>;
  /** Asks it to stop. @returns the code it ended with */
  stop(): Promise<number | null>;
};

/** How a server is started. */
export type ServerStart = {
  readonly environment: Readonly<Record<string, string>>;
  /** Takes whatever it writes to its log. */
  readonly log: string;
};

/**
 * Starts `laurel serve`.
 *
 * @throws by the result, when it ends before it serves or takes too long
 */
export async function startCrashServer(start: ServerStart): Promise<CrashServer> {
  const child = spawned(start);
  const url = new URL(await addressOf(child, start.log));
  return {
    url,
    port: Number(url.port),
    pid: child.pid ?? 0,
    kill: () => killed(child),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}

/** Starts one and kills it before it may have come to serve. */
export async function killWhileStarting(start: ServerStart, afterMs: number): Promise<void> {
  const child = spawned(start);
  await sleep(afterMs);
  await killed(child);
}

function spawned({ environment, log }: ServerStart): ChildProcess {
  const file = openSync(log, 'a');
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [program, 'serve', '--json'], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', file],
  });
  closeSync(file);
  return child;
}

async function addressOf(child: ChildProcess, log: string): Promise<string> {
  const told = new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      if (!out.endsWith('\n}\n')) return;
      const { url } = JSON.parse(out);
      // A failure is told there, too; its exit follows.
      if (typeof url === 'string') resolve(url);
    });
    child.once('exit', (code) => {
      const last = readFileSync(log, 'utf8').slice(-lastWordsMax).trim();
      reject(new Error(`the server did not start: exit code ${code}; its log ends:\n${last}`));
    });
  });
  const late = sleep(startMs, undefined, { ref: false }).then(() => {
    throw new Error(`the server did not serve within ${startMs} ms`);
  });
  return Promise.race([told, late]);
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
