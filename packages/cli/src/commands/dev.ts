import { resolve } from 'node:path';
import type { Config } from '@laurel/server';
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { forgetAddress, keepKey, keyPath, noteAddress, readAddressOf } from '../instance-files.ts';
import { createManagementClient, type ManagementClient } from '../management-client.ts';
import { type Progress, withProgress } from '../progress.ts';
import { readInstanceConfig } from '../read-config.ts';
import { playSamples } from '../sample-players.ts';
import { publishSamples, type SampleTitle } from '../samples.ts';
import { quotedPath, selfInvocation } from '../self-invocation.ts';
import { dataDirectory } from '../server-address.ts';
import type { Outcome, Shell } from '../shell.ts';
import { freePort, serveUntilStopped, startInstance } from '../start-instance.ts';

type Options = {
  readonly port?: string;
  readonly data?: string;
  readonly samples?: true;
  readonly json?: true;
};

/** Where a development instance listens, and whence it looks for a free port. */
const developmentHost = '127.0.0.1';
const firstPort = 4000;

/** `laurel dev`: a development instance. */
export function devCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'dev',
    summary: 'run the service on this machine, for development',
    description: `Runs the service in development mode on loopback: any gamertag signs in, rate
limits are off, every answer is checked, and tests may set the clock, clear the data and make
things fail. It keeps its data and its management key in a directory, where the other commands
find them.`,
    examples: [
      ['laurel dev --samples', 'with two titles to play with'],
      ['laurel dev --port 0 --data /tmp/laurel', 'beside another one'],
      ['laurel dev --json', 'tell a script where it is'],
    ],
    build: (command) =>
      command
        .option('--port <number>', 'the port (default: 4000, or the next that is free)')
        .option('--data <dir>', 'the data directory (default: LAUREL_DATA, or ./data)')
        .option('--samples', 'publish the sample titles to RETAIL, unless they are there'),
    run: ({ options }) => develop(shell, options),
  });
}

async function develop(shell: Shell, options: Options): Promise<Outcome> {
  shell.stop();
  const data = dataDirectory(shell, options);
  await refuseSecond(data);
  const key = keepKey(data);
  const config = await developmentConfig(shell, { ...options, data, key });
  const instance = await withProgress(shell.err, 'starting', () =>
    startInstance(config, shell.err),
  );
  const { url } = instance;
  noteAddress(data, url);
  try {
    const started = await welcome(shell, { options, url, data, config });
    shell.out.write(options.json ? `${JSON.stringify(started, null, 2)}\n` : greeting(started));
  } catch (thrown) {
    await instance.laurel[Symbol.asyncDispose]();
    forgetAddress(data, url);
    throw thrown;
  }
  try {
    await serveUntilStopped(shell, instance, config.stopTimeoutMs);
  } finally {
    forgetAddress(data, url);
  }
  return { json: undefined, text: '' };
}

type Begun = {
  readonly options: Options;
  readonly url: string;
  readonly data: string;
  readonly config: Config;
};

/** Publishes the samples if asked, and says where everything is. */
async function welcome(shell: Shell, { options, url, data, config }: Begun): Promise<Started> {
  const key = config.secrets.managementKey?.reveal() ?? '';
  const titles = options.samples
    ? await withProgress(shell.err, 'publishing the samples:', (progress) =>
        fillWithSamples(createManagementClient({ url, key }), { url, progress }),
      )
    : [];
  const lines = linesToTry(shell, options, titles);
  return { url, data, key: keyPath(data), pid: process.pid, titles, try: lines };
}

async function fillWithSamples(
  client: ManagementClient,
  { url, progress }: { url: string; progress: Progress },
): Promise<readonly SampleTitle[]> {
  const titles = await publishSamples(client, progress);
  await playSamples(client, url);
  // They are no calls of a game.
  await client.call({ method: 'DELETE', path: '/development/calls' });
  return titles;
}

async function developmentConfig(
  shell: Shell,
  { port, data, key }: { port?: string; data: string; key: string },
): Promise<Config> {
  const environment = { ...shell.environment };
  const chosen = port ?? environment.LAUREL_PORT;
  const free = chosen ?? String(await freePort(developmentHost, firstPort));
  // The key of the directory is used unless the environment names one.
  const isNamed = environment.LAUREL_MANAGEMENT_KEY ?? environment.LAUREL_MANAGEMENT_KEY_FILE;
  return readInstanceConfig(shell, {
    mode: 'development',
    overrides: { port: free, data, ...(isNamed === undefined && { managementKey: key }) },
  });
}

/** Two instances on one directory would each believe to be alone. */
async function refuseSecond(data: string): Promise<void> {
  const noted = readAddressOf(data);
  if (noted === undefined || !(await answers(noted))) return;
  throw new Failure(
    'running-already',
    `a service with the data in "${data}" runs already, at ${noted}; use that one, stop it, or choose another directory with --data`,
  );
}

async function answers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_000) });
    return ok;
  } catch {
    return false;
  }
}

/** Three lines that work in another terminal, whatever directory it is in. */
function linesToTry(
  shell: Shell,
  { data }: Options,
  samples: readonly SampleTitle[],
): readonly string[] {
  const sample = samples.find(({ achievementId }) => achievementId !== null);
  const self = selfInvocation(shell, { node: process.execPath, script: process.argv[1] ?? '' });
  // npm changes to the repository, where the default directory is found; nothing else does.
  const isFound =
    data === undefined && self.startsWith('npm run') && !shell.environment.LAUREL_DATA;
  const place = isFound
    ? ''
    : ` --data ${quotedPath(dataDirectory(shell, { ...(data !== undefined && { data }) }))}`;
  const player = `--player Player1${place}`;
  if (sample === undefined) return [`${self} token ${player}`];
  return [
    `${self} token ${player}`,
    `${self} unlock ${player} --title ${sample.titleId} ${sample.achievementId}`,
    `${self} list ${player} --title ${sample.titleId}`,
  ];
}

type Started = {
  readonly url: string;
  readonly data: string;
  readonly key: string;
  readonly pid: number;
  readonly titles: readonly SampleTitle[];
  readonly try: readonly string[];
};

function greeting({ url, data, key, titles, try: lines }: Started): string {
  const named = titles.map(({ name, titleId }) => `${name} (${titleId})`);
  const none = 'none yet; add one with: laurel publish FILE --sandbox RETAIL';
  const game = titles.length > 0 ? `\n  game    ${url}/play/` : '';
  return `Laurel runs in development mode at ${url}

  titles  ${titles.length > 0 ? named.join(', ') : none}${game}
  API     ${url}/reference
  calls   ${url}/inspector
  data    ${resolve(data)}
  key     ${key} (management key; keep it to yourself)

Try it in another terminal: get a token, unlock, list.

${lines.map((line) => `  ${line}\n`).join('')}
Ctrl+C stops it.
`;
}
