import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What a workflow says, and where it wants to be told. All paths are of this machine. */
export type ActionOrder = {
  readonly titles: readonly string[];
  readonly hasSamples: boolean;
  readonly sandbox: string;
  /** 0 takes a free one. */
  readonly port: string;
  /** Where temporary files may be left until the job ends. */
  readonly folder: string;
  /** Takes `NAME=value` lines for the steps that follow. */
  readonly environmentFile: string;
  /** Takes the same for what the step gives out. */
  readonly outputFile: string;
};

/** An instance that goes on when this program ends. */
export type ActionInstance = {
  readonly url: string;
  readonly key: string;
  readonly pid: number;
  readonly log: string;
};

/** Longer than this no start takes, in milliseconds. */
const startMsMax = 120_000;

/** How often the output is looked at, in milliseconds. */
const lookEveryMs = 100;

const command = join(import.meta.dirname, '../../../packages/cli/bin.mjs');

/**
 * Reads what a workflow says out of the environment that its runner sets.
 *
 * @throws {Error} outside a workflow
 */
export function readOrder(environment: Readonly<Record<string, string | undefined>>): ActionOrder {
  const {
    RUNNER_TEMP: folder,
    GITHUB_ENV: environmentFile,
    GITHUB_OUTPUT: outputFile,
  } = environment;
  if (!folder || !environmentFile || !outputFile) {
    throw new Error('this is a step of a workflow: RUNNER_TEMP, GITHUB_ENV and GITHUB_OUTPUT');
  }
  return {
    titles: (environment.ACTION_TITLES ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    hasSamples: environment.ACTION_SAMPLES === 'true',
    sandbox: environment.ACTION_SANDBOX || 'RETAIL',
    port: environment.ACTION_PORT || '0',
    folder,
    environmentFile,
    outputFile,
  };
}

/**
 * Starts an instance that outlives this program, publishes the titles, and tells the steps that
 * follow where it is: `LAUREL_URL` and `LAUREL_KEY`.
 *
 * @param tell takes lines for the log of the workflow
 * @throws {Error} by the result, with what the instance said
 */
export async function startForWorkflow(
  order: ActionOrder,
  tell: (line: string) => void,
): Promise<ActionInstance> {
  const data = mkdtempSync(join(order.folder, 'laurel-'));
  const log = join(data, 'laurel.log');
  const samples = order.hasSamples ? ['--samples'] : [];
  const words = ['dev', '--port', order.port, '--data', data, '--json', ...samples];
  const { pid, url } = await startDetached(words, { data, log });
  const key = readFileSync(join(data, 'management.key'), 'utf8').trim();
  tell(`::add-mask::${key}`);
  for (const title of order.titles) {
    const where = ['--sandbox', order.sandbox, '--data', data];
    tell(await run(['publish', title, ...where, '--add-sandbox', '--accept-incomplete']));
  }
  appendFileSync(order.environmentFile, `LAUREL_URL=${url}\nLAUREL_KEY=${key}\n`);
  appendFileSync(order.outputFile, `url=${url}\nkey=${key}\nlog=${log}\n`);
  tell(`Laurel answers at ${url}; it ends with the job`);
  return { url, key, pid, log };
}

/** Its output goes to files: a pipe would end with this program. */
async function startDetached(
  words: readonly string[],
  { data, log }: { data: string; log: string },
): Promise<{ pid: number; url: string }> {
  const told = join(data, 'started.json');
  const child = spawn(process.execPath, [command, ...words], {
    detached: true,
    stdio: ['ignore', openSync(told, 'w'), openSync(log, 'w')],
  });
  child.unref();
  for (let waitedMs = 0; waitedMs < startMsMax; waitedMs += lookEveryMs) {
    const text = readFileSync(told, 'utf8');
    const { url }: { url?: unknown } = text.endsWith('}\n') ? JSON.parse(text) : {};
    if (typeof url === 'string') return { pid: child.pid ?? 0, url };
    if (child.exitCode !== null) break;
    await wait(lookEveryMs);
  }
  child.kill();
  throw new Error(`laurel did not start:\n${readFileSync(log, 'utf8').slice(-4000)}`);
}

/** @returns what the command says */
async function run(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [command, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const [code] = await once(child, 'close');
  if (code === 0) return said.trimEnd();
  throw new Error(`laurel ${words.slice(0, 2).join(' ')} ended with ${code}`);
}
