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
const pages = ['/healthz', '/readyz', '/', '/reference', '/openapi.json', '/schemas/title.json'];

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
    tell(`laurel --version answers ${(await laurel(['--version'], folder)).trim()}`);
    await tryInstance(folder, tell);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm pack` names an archive after its package; every package has the version of the workspace. */
function archiveOf(name: string): string {
  return `${name.replace('@', '').replace('/', '-')}-0.1.0.tgz`;
}

async function tryInstance(folder: string, tell: (line: string) => void): Promise<void> {
  const args = ['dev', '--samples', '--port', '0', '--data', join(folder, 'data'), '--json'];
  const child = start(commandIn(folder), args, folder);
  try {
    const { url, titles } = await startedInstance(child);
    for (const page of pages) {
      const answer = await fetch(`${url}${page}`);
      if (!answer.ok) throw new Error(`${page} answered ${answer.status}`);
    }
    tell(`laurel dev serves ${titles} sample titles and ${pages.length} pages`);
  } finally {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  }
}

/** Reads the JSON document with which `laurel dev --json` begins. */
async function startedInstance(child: ChildProcess): Promise<{ url: string; titles: number }> {
  if (child.stdout === null) throw new Error('the output of laurel dev is not read');
  const timer = setTimeout(() => child.kill(), startSecondsMax * 1000);
  let text = '';
  for await (const line of createInterface({ input: child.stdout })) {
    text += line;
    if (line !== '}') continue;
    clearTimeout(timer);
    const { url, titles } = JSON.parse(text);
    return { url: String(url), titles: Array.isArray(titles) ? titles.length : 0 };
  }
  throw new Error(`laurel dev ended without telling where it is: ${text}`);
}

function commandIn(folder: string): string {
  return join(folder, 'node_modules/.bin/laurel');
}

function laurel(args: readonly string[], folder: string): Promise<string> {
  return output(start(commandIn(folder), args, folder));
}

function npm(args: readonly string[], folder: string): Promise<string> {
  return output(start('npm', args, folder));
}

/** The command's own Node is the one that this program runs on, wherever it is installed. */
function start(command: string, args: readonly string[], folder: string): ChildProcess {
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  const environment = { ...process.env, PATH: path };
  return spawn(command, [...args], {
    cwd: folder,
    env: environment,
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
