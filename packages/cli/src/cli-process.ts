import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Told } from './fake-shell.ts';

/** The real program, as a child process: for tests. */
export const mainFile = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Where and with which variables the program runs. */
export type Surroundings = {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Starts the program, to be ended by who starts it. */
export function startCommand(
  words: readonly string[],
  { directory, environment }: Surroundings,
): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [mainFile, ...words], {
    cwd: directory,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the program to its end. */
export function runCli(words: readonly string[], surroundings: Surroundings): Promise<Told> {
  return ended(startCommand(words, surroundings));
}

function ended(child: ChildProcess): Promise<Told> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
}

/** A program that goes on until it is told to stop. */
export type RunningCli = {
  /** The document that it wrote when it was ready. */
  readonly started: Readonly<Record<string, unknown>> & { readonly url: string };
  /** @returns how it ended */
  stop(signal?: NodeJS.Signals): Promise<Told>;
};

/** Starts `dev` or `serve` with `--json` and waits until it is ready. */
export async function startCli(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<RunningCli> {
  const child = startCommand([...words, '--json'], surroundings);
  const end = ended(child);
  const started = await new Promise<RunningCli['started']>((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      if (out.endsWith('\n}\n')) resolve(JSON.parse(out));
    });
    void end.then(({ err }) => reject(new Error(`it ended before it was ready: ${err}`)));
  });
  return {
    started,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return end;
    },
  };
}
