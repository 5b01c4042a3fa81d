import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BuiltPackage } from './packages.ts';

/** An instance that has not told where it is by then does not start. */
const startSecondsMax = 60;

/** What an instance that was installed must answer. */
const pages = [
  '/healthz',
  '/readyz',
  '/',
  '/reference',
  '/play',
  '/openapi.json',
  '/schemas/title.json',
  '/icons/secret.png',
];

/** Settings with which a production instance starts: nobody but title servers gets in. */
const production = {
  LAUREL_LOG_LEVEL: 'error',
  LAUREL_TITLE_SERVER_KEYS: 'true',
  LAUREL_MANAGEMENT_KEY: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
};

/**
 * Tries the packages as someone who installs them would: packs them, installs the archives into an
 * empty folder, asks the command for its version and starts an instance with the samples.
 *
 * @param tell takes a line for each step that was done
 * @throws {Error} by the result, at the first step that fails
 */
export async function tryPackages(
  packages: readonly BuiltPackage[],
  tell: (line: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-trial-'));
  try {
    for (const { folder: built } of packages) {
      await npm(['pack', built, '--pack-destination', folder, '--silent'], folder);
    }
    tell(`packed ${packages.length} packages`);
    const archives = packages.map(({ name }) => [name, `file:${archiveOf(name)}`] as const);
    const manifest = { private: true, dependencies: Object.fromEntries(archives) };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent'], folder);
    tell('installed them into an empty folder');
    await tryInstalled(folder, tell);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm pack` names an archive after its package; every package has the version of the workspace. */
function archiveOf(name: string): string {
  return `${name.replace('@', '').replace('/', '-')}-0.1.0.tgz`;
}

/**
 * Uses the packages that are installed in a folder: asks for the version, runs a development
 * instance with the samples and a production instance, and stops both.
 *
 * @throws {Error} by the result, at the first step that fails
 */
export async function tryInstalled(folder: string, tell: (line: string) => void): Promise<void> {
  const version = await output(start(commandIn(folder), ['--version'], { folder }));
  tell(`laurel --version answers ${version.trim()}`);
  await whileServing(['dev', '--samples'], { folder }, async ({ url, titles = [] }) => {
    for (const page of pages) {
      const answer = await fetch(`${url}${page}`);
      if (!answer.ok) throw new Error(`${page} answered ${answer.status}`);
    }
    tell(`laurel dev serves ${titles.length} sample titles and ${pages.length} pages`);
  });
  const place = { folder, environment: production };
  await whileServing(['serve'], place, async ({ url }) => {
    const ready = await fetch(`${url}/readyz`);
    const list = await fetch(`${url}/achievements/users/me/achievements`);
    const told = `${ready.status} for readiness and ${list.status} for nobody`;
    if (ready.status !== 200 || list.status !== 401)
      throw new Error(`laurel serve answers ${told}`);
    tell(`laurel serve answers ${told}`);
  });
}

type Place = {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
};

type Started = { readonly url: string; readonly titles?: readonly unknown[] };

async function whileServing(
  words: readonly string[],
  place: Place,
  use: (started: Started) => Promise<void>,
): Promise<void> {
  const data = join(place.folder, `data-${words[0]}`);
  const args = [...words, '--port', '0', '--data', data, '--json'];
  const child = start(commandIn(place.folder), args, place);
  const closed = once(child, 'close');
  try {
    await use(await startedInstance(child));
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
  if (child.exitCode !== 0) throw new Error(`laurel ${words[0]} ended with ${child.exitCode}`);
}

/** Reads the JSON document with which an instance begins when it is started with `--json`. */
async function startedInstance(child: ChildProcess): Promise<Started> {
  if (child.stdout === null) throw new Error('the output of laurel is not read');
  const timer = setTimeout(() => child.kill(), startSecondsMax * 1000);
  let text = '';
  for await (const line of createInterface({ input: child.stdout })) {
    text += line;
    if (line !== '}') continue;
    clearTimeout(timer);
    return JSON.parse(text);
  }
  throw new Error(`laurel ended without telling where it is: ${text}`);
}

function commandIn(folder: string): string {
  return join(folder, 'node_modules/.bin/laurel');
}

function npm(args: readonly string[], folder: string): Promise<string> {
  return output(start('npm', args, { folder }));
}

/** The command's own Node is the one that this program runs on, wherever it is installed. */
function start(
  command: string,
  args: readonly string[],
  { folder, environment }: Place,
): ChildProcess {
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  return spawn(command, [...args], {
    cwd: folder,
    env: { ...process.env, ...environment, PATH: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function output(child: ChildProcess): Promise<string> {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  const text = Buffer.concat(chunks).toString();
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${code}: ${text}`);
  return text;
}
