// Runs published client libraries, unmodified, through `laurel intercept` against a development
// instance. It needs a registry to install them from; everything else stays on this machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CallReport, Terms } from './session.ts';

/** How a client comes to the intercept. */
type Way = 'names' | 'proxy';

/** A library and its session. */
const clients: readonly { readonly name: string; readonly file: URL; readonly way: Way }[] = [
  { name: 'xbox-webapi 1.4.2', file: new URL('./xbox-webapi.ts', import.meta.url), way: 'names' },
  {
    name: '@xboxreplay/xboxlive-auth 5.1.0',
    file: new URL('./xboxlive-auth.ts', import.meta.url),
    way: 'proxy',
  },
  {
    name: '@xboxreplay/xboxlive-api 3.4.3',
    file: new URL('./xboxlive-api.ts', import.meta.url),
    way: 'proxy',
  },
  {
    name: '@xboxreplay/xboxlive-api 3.4.3',
    file: new URL('./xboxlive-api.ts', import.meta.url),
    way: 'names',
  },
  {
    name: 'prismarine-auth 3.1.1',
    file: new URL('./prismarine-auth.ts', import.meta.url),
    way: 'proxy',
  },
];

/** A title of the samples. */
const titleId = 1700100001;
const scid = '00000000-0000-0000-0000-0000655577a1';

/** A session that takes longer hangs, in milliseconds. */
const sessionTimeoutMs = 120_000;

const laurel = join(import.meta.dirname, '../../../packages/cli/bin.mjs');
const scratch = mkdtempSync(join(tmpdir(), 'laurel-published-clients-'));
const data = join(scratch, 'data');
const children: ChildProcess[] = [];
const tell = (line: string) => process.stdout.write(`${line}\n`);

try {
  process.exitCode = (await prove()) ? 0 : 1;
} finally {
  for (const child of children) await ended(child);
  rmSync(scratch, { recursive: true, force: true });
}

async function prove(): Promise<boolean> {
  await install();
  const instance = await start(['dev', '--samples', '--port', '0']);
  const names = await start(['intercept', '--port', '0']);
  const proxy = await start(['intercept', '--proxy', '--port', '0']);
  let good = 0;
  let bad = 0;
  for (const [index, { name, file, way }] of clients.entries()) {
    const gamertag = `Visitor${index + 1}`;
    await unlock(gamertag);
    const terms = await termsFor(instance, gamertag);
    for await (const report of session({ file, way, terms, names, proxy })) {
      const { call, isGood, note } = report;
      if (isGood) good += 1;
      else bad += 1;
      tell(`${isGood ? 'ok  ' : 'FAIL'}  ${name}  by ${way}  ${call}: ${note}`);
    }
  }
  const libraries = new Set(clients.map(({ name }) => name)).size;
  tell(`${libraries} published clients, ${good + bad} calls: ${good} right, ${bad} wrong`);
  return bad === 0 && good > 0;
}

/** The versions and hashes of the lock file, without running anything of theirs. */
async function install(): Promise<void> {
  cpSync(join(import.meta.dirname, 'locked'), scratch, { recursive: true });
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', words, {
    cwd: scratch,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0)
    throw new Error('the published clients could not be installed; is a registry there?');
}

type Started = {
  readonly url: string;
  readonly hosts: readonly string[];
  readonly certificate: string;
};

/** Starts a command that goes on, and waits for its document. */
async function start(words: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [laurel, ...words, '--data', data, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LAUREL_LOG_LEVEL: 'error' },
  });
  children.unshift(child);
  const text = await new Promise<string>((resolve, reject) => {
    let read = '';
    child.stdout.on('data', (chunk) => {
      read += chunk;
      if (read.endsWith('\n}\n')) resolve(read);
    });
    child.once('exit', () => reject(new Error(`laurel ${words[0]} ended before it was ready`)));
  });
  const { url, hosts = [], authority } = JSON.parse(text);
  return { url, hosts, certificate: authority?.certificate ?? '' };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function unlock(gamertag: string): Promise<void> {
  const words = ['unlock', '--player', gamertag, '--title', String(titleId), '1', '--data', data];
  const child = spawn(process.execPath, [laurel, ...words], { stdio: ['ignore', 'ignore', 2] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`laurel unlock ended with ${code}`);
}

async function termsFor({ url }: Started, gamertag: string): Promise<Terms> {
  const instance = await (await fetch(`${url}/instance.json`)).json();
  const title = instance.titles.find((one: { titleId: number }) => Number(one.titleId) === titleId);
  const { achievements } = title;
  return { folder: scratch, gamertag, titleId, scid, achievements: achievements.length };
}

type Order = {
  readonly file: URL;
  readonly way: Way;
  readonly terms: Terms;
  readonly names: Started;
  readonly proxy: Started;
};

async function* session({ file, way, terms, names, proxy }: Order): AsyncGenerator<CallReport> {
  const place = join(scratch, terms.gamertag);
  mkdirSync(place);
  const redirect = ['--import', new URL('./redirect.ts', import.meta.url).href];
  const words = [...redirect, fileURLToPath(file), JSON.stringify(terms)];
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, words, {
    cwd: place,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: sessionTimeoutMs,
    env: { PATH, HOME, NODE_EXTRA_CA_CERTS: names.certificate, ...wayThere(way, { names, proxy }) },
  });
  for await (const line of createInterface(child.stdout)) yield JSON.parse(line);
  if (child.exitCode === null) await once(child, 'exit');
  if (child.exitCode === 0) return;
  yield { call: 'the session', isGood: false, note: `ended with ${child.exitCode}` };
}

/** By a proxy nothing but loopback is reached: the redirection knows no name then. */
function wayThere(
  way: Way,
  { names, proxy }: { names: Started; proxy: Started },
): Readonly<Record<string, string>> {
  if (way === 'names') {
    return { INTERCEPT_PORT: new URL(names.url).port, INTERCEPT_HOSTS: names.hosts.join(',') };
  }
  // Node's own clients take a proxy where they are told to; older libraries read the first.
  return { HTTPS_PROXY: proxy.url, NODE_USE_ENV_PROXY: '1' };
}
