import { AchievementsClient } from '@laurel/client';
import type { Route } from '@laurel/contract';
import type { Command } from 'commander';
import { broken, type Check, ok, skipped } from '../check.ts';
import { defineCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { checkDataDirectory, checkNode } from '../machine-check.ts';
import type { ServerAddress } from '../management-client.ts';
import { type Progress, withProgress } from '../progress.ts';
import { type Guide, planWalk, walkStep } from '../route-walk.ts';
import {
  dataDirectory,
  findServer,
  type ServerOptions,
  withManagerOptions,
} from '../server-address.ts';
import type { Outcome, Shell } from '../shell.ts';
import { signIn } from '../sign-in.ts';
import { checkDatabase } from '../stored-database.ts';
import { counted, printable } from '../table.ts';

type Options = ServerOptions & { readonly player: string; readonly idToken?: string };

/** Addresses of the instance itself, which need no token. */
const ownPages = ['/healthz', '/readyz', '/openapi.json', '/.well-known/jwks.json'];

/** `laurel doctor`: looks for what is wrong. */
export function doctorCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'doctor',
    summary: 'look for what is wrong with this machine or with a server',
    description: `Checks this machine and its data directory, verifies the database while no
service runs on it, and asks a running server every operation of the contract that only reads,
each in every version, holding the answers against their declarations. Exit code 1 if something
is wrong.`,
    examples: [
      ['laurel doctor', 'this machine and the service of this directory'],
      ['laurel doctor --url https://laurel.example --id-token "$TOKEN"', 'a server elsewhere'],
      ['laurel doctor --json', 'every check, for a script'],
    ],
    build: (command) =>
      withManagerOptions(command)
        .option('--player <name>', 'who asks (development mode)', 'Doctor')
        .option('--id-token <token>', 'who asks, by an ID token of the OpenID issuer'),
    run: ({ options }) =>
      withProgress(shell.err, 'checking', async (progress) =>
        outcome(await examine(shell, options, progress)),
      ),
  });
}

async function examine(shell: Shell, options: Options, progress: Progress): Promise<Check[]> {
  const data = dataDirectory(shell, options);
  const checks = [checkNode(process.versions.node), ...checkDataDirectory(data)];
  const server = serverOf(shell, options);
  const isUp = server !== null && (await isReachable(server.url));
  checks.push(checkDatabase(data));
  if (server === null) {
    checks.push(
      skipped('server', 'none was named and none runs here; start one with `laurel dev`'),
    );
    return checks;
  }
  if (!isUp) {
    checks.push(broken('server', `nothing answers at ${server.url}; is it running?`));
    return checks;
  }
  checks.push(ok('server', server.url));
  for (const path of ownPages) checks.push(await checkPage(server.url, path));
  return [...checks, ...(await walk(server, options, progress))];
}

function serverOf(shell: Shell, options: ServerOptions): ServerAddress | null {
  try {
    return findServer(shell, options);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'no-server') return null;
    throw thrown;
  }
}

async function isReachable(url: string): Promise<boolean> {
  return (await checkPage(url, '/healthz')).status === 'ok';
}

async function checkPage(url: string, path: string): Promise<Check> {
  try {
    const { status } = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(10_000) });
    return status === 200 ? ok(path, '200') : broken(path, `answered ${status}`);
  } catch (cause) {
    return broken(path, `no answer: ${cause instanceof Error ? cause.message : ''}`);
  }
}

async function walk(
  server: ServerAddress,
  options: Options,
  progress: Progress,
): Promise<readonly Check[]> {
  const { guide, check } = await guideFor(server, options);
  const { steps, left, closed } = planWalk(guide);
  const checks = [check];
  for (const [index, step] of steps.entries()) {
    progress.at(index, steps.length, step.route.id);
    checks.push(await walkStep(step, guide));
  }
  return [
    ...checks,
    ...notWalked(closed, 'that need a player’s token or the management key'),
    ...notWalked(left, 'that change something'),
  ];
}

function notWalked(routes: readonly Route[], why: string): readonly Check[] {
  if (routes.length === 0) return [];
  const ids = routes.map(({ id }) => id).join(', ');
  return [skipped('not walked', `${counted(routes.length, 'operation')} ${why}: ${ids}`)];
}

/** Signs someone in and finds a title to ask about. */
async function guideFor(
  { url, key }: ServerAddress,
  { player, idToken }: Options,
): Promise<{ guide: Guide; check: Check }> {
  const nobody = { url, key, authorization: null, xuid: '1', titleId: '1', ...noAchievement };
  try {
    const who = { ticket: idToken ?? player, sandbox: 'RETAIL', titleId: null };
    const { authorization, xuid, gamertag } = await signIn({ url, key }, who);
    const client = new AchievementsClient({ xuid, baseUrl: url, authorization });
    const { items } = await client.list({ maxItems: 1 });
    const first = items[0];
    const titleId = String(first?.titleAssociations[0]?.id ?? 1);
    const known = first && { scid: first.serviceConfigId, achievementId: first.id };
    const guide = { ...nobody, authorization, xuid, titleId, ...known };
    return { guide, check: ok('sign-in', `as ${gamertag}`) };
  } catch (thrown) {
    // Where names do not sign in, nobody has said who asks; that is no fault of the server.
    const isNobody = idToken === undefined && thrown instanceof Failure;
    if (isNobody && thrown.code === 'not-signed-in') {
      const way = 'this instance takes no names; give --id-token to ask as a player';
      return { guide: nobody, check: skipped('sign-in', way) };
    }
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return { guide: nobody, check: broken('sign-in', why) };
  }
}

const noAchievement = { scid: '00000000-0000-0000-0000-000000000001', achievementId: '1' };

const marks = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ', skipped: 'skipped' } as const;

function outcome(checks: readonly Check[]): Outcome {
  const errors = checks.filter(({ status }) => status === 'error').length;
  const warnings = checks.filter(({ status }) => status === 'warning').length;
  const lines = checks.map(
    ({ name, status, detail }) => `${marks[status]}  ${name}: ${printable(detail)}\n`,
  );
  const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  const summary = `\n${counted(checks.length, 'check')}: ${found}\n`;
  return {
    json: { errors, warnings, checks },
    text: lines.join('') + summary,
    exitCode: errors > 0 ? 1 : 0,
  };
}
