import { networkInterfaces } from 'node:os';
import type { Command } from 'commander';
import { Option } from 'commander';
import { defineCommand } from '../command.ts';
import { WrongUsage } from '../failure.ts';
import { apply, asFailure } from '../intercept/apply.ts';
import { type Authority, keepAuthority } from '../intercept/authority.ts';
import type { Change } from '../intercept/change.ts';
import { createHands } from '../intercept/hands.ts';
import { startIntercept } from '../intercept/intercept.ts';
import { servedHosts } from '../intercept/served-hosts.ts';
import { type Step, stepsFor, stepsText } from '../intercept/steps.ts';
import {
  changesFor,
  type System,
  type SystemName,
  systemAt,
  systemNames,
  thisSystem,
} from '../intercept/system.ts';
import { undo } from '../intercept/undo.ts';
import { selfInvocation } from '../self-invocation.ts';
import {
  dataDirectory,
  findServer,
  type ServerOptions,
  withServerOptions,
} from '../server-address.ts';
import type { Outcome, Shell } from '../shell.ts';

type Options = ServerOptions & {
  readonly host: string;
  readonly port?: number;
  readonly proxy?: true;
  readonly tunnel?: true;
  readonly steps?: true;
  readonly system?: SystemName;
  readonly apply?: true;
  readonly undo?: true;
  readonly trust: boolean;
  readonly json?: true;
};

/** Where a client comes that was sent by a name; and where it finds the proxy. */
const defaultPorts = { names: 443, proxy: 8443 };

/**
 * `laurel intercept`: brings clients here that have the hosts of the real service built in.
 *
 * @param system what `--apply` and `--undo` change: this machine, unless a test says otherwise
 */
export function interceptCommand(shell: Shell, system?: System): Command {
  const target = () => system ?? thisSystem(shell.environment);
  return defineCommand<Options>(shell, {
    name: 'intercept',
    summary: 'bring clients here that have the hosts built in, unmodified',
    description: `Stands between a running server and clients that know nothing of it: takes
encrypted connections for the served hosts and hands the requests on. Its certificates come from an
authority of its own, made at the first call in the data directory, which can vouch for these hosts
and for nothing else. Clients find it by their names (the hosts file, a DNS) or, with --proxy, by a
proxy. It prints the exact steps for this system and changes nothing of it by itself: --apply does,
and --undo puts every byte back. Use it only with machines and titles of your own.`,
    examples: [
      ['laurel intercept --steps', 'what has to be done on this machine'],
      ['sudo laurel intercept --apply', 'do it: the hosts file and the list of authorities'],
      ['laurel intercept', 'serve the names, until Ctrl+C'],
      ['sudo laurel intercept --undo', 'put everything back, also after a crash'],
      ['laurel intercept --proxy', 'without the hosts file, for clients that take a proxy'],
      ['laurel intercept --steps --system windows', 'the steps for another machine'],
    ],
    build,
    run: ({ options }) => {
      refuseContradictions(options);
      if (options.undo) return undoChanges(target());
      if (options.apply) return applyChanges(shell, target(), options);
      if (options.steps) return showSteps(shell, options, systemFor(options, target));
      return intercept(shell, options, systemFor(options, target));
    },
  });
}

function build(command: Command): Command {
  return withServerOptions(command)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .addOption(
      new Option(
        '--port <number>',
        'the port, 0 for a free one (default: 443, with --proxy 8443)',
      ).argParser(readPort),
    )
    .option('--proxy', 'be a proxy, instead of what the names lead to')
    .option('--tunnel', 'let the proxy lead to other hosts, too; without it they are refused')
    .option('--steps', 'print the steps and end')
    .addOption(
      new Option('--system <name>', 'print the steps for another system').choices(systemNames),
    )
    .addOption(
      new Option('--apply', 'change this system, and end').conflicts(['undo', 'steps', 'system']),
    )
    .addOption(new Option('--undo', 'undo what --apply did, and end').conflicts('steps'))
    .option('--no-trust', 'leave the list of authorities of the system alone');
}

function readPort(text: string): number {
  if (/^[0-9]{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new WrongUsage(
    `--port must be a whole number from 0 to 65535; got ${JSON.stringify(text.slice(0, 80))}`,
  );
}

function refuseContradictions({ host, proxy, tunnel, trust, apply: applies }: Options): void {
  if (applies && proxy && !trust) {
    throw new WrongUsage('--proxy and --no-trust leave nothing to apply; leave one of them away');
  }
  if (!tunnel) return;
  if (!proxy) throw new WrongUsage('--tunnel is for --proxy; add it, or leave --tunnel away');
  if (isLoopbackAddress(host)) return;
  throw new WrongUsage(
    `--tunnel lets whoever reaches the proxy out to the world, so --host must be 127.0.0.1 or ::1; got "${host.slice(0, 80)}"`,
  );
}

function isLoopbackAddress(host: string): boolean {
  return /^127\.|^::1$|^localhost$/.test(host);
}

/** Where the hosts file leads: this machine, by the address that is listened on. */
function addressesFor({ host, proxy }: Options): readonly string[] {
  if (proxy) return [];
  return isLoopbackAddress(host) || host === '0.0.0.0' || host === '::'
    ? ['127.0.0.1', '::1']
    : [host];
}

function systemFor({ system }: Options, here: () => System): System {
  return system === undefined ? here() : systemAt({ name: system, root: '', hands: createHands() });
}

async function undoChanges({ hands, folder }: System): Promise<Outcome> {
  try {
    const { hadChanges, left } = undo({ hands, folder });
    const lines = left.map((line) => `  ${line}\n`).join('');
    const text = hadChanges
      ? `The system is as it was${left.length > 0 ? ', but for this' : ''}.\n${lines}`
      : 'There is nothing to undo.\n';
    return { json: { undone: hadChanges, left }, text };
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

async function applyChanges(shell: Shell, system: System, options: Options): Promise<Outcome> {
  const authority = keepAuthority(dataDirectory(shell, options));
  const changes = changesOf(system, options, authority);
  try {
    const done = apply(system, changes);
    const steps = stepsOf(shell, { options, system, authority, changes });
    const begun =
      done === 'Applied' ? 'Done; the journal is in' : 'It was done already; the journal is in';
    const text = `${begun} "${system.folder}". Changed:\n\n${stepsText(steps.filter(({ isApplied }) => isApplied))}\nNow serve the names: ${self(shell)} intercept\nUndo: ${self(shell)} intercept --undo\n`;
    return { json: { applied: done === 'Applied', journal: system.folder, steps }, text };
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

async function showSteps(shell: Shell, options: Options, system: System): Promise<Outcome> {
  const authority = keepAuthority(dataDirectory(shell, options));
  const changes = changesOf(system, asKnown(options, system), authority);
  const steps = stepsOf(shell, { options, system, authority, changes });
  return { json: { ...described(authority), steps }, text: stepsText(steps) };
}

function changesOf(system: System, options: Options, authority: Authority): readonly Change[] {
  return changesFor(system, {
    authority,
    addresses: addressesFor(options),
    withTrust: options.trust,
  });
}

type Known = {
  readonly options: Options;
  readonly system: System;
  readonly authority: Authority;
  readonly changes: readonly Change[];
  /** Once it is known. */
  readonly port?: number;
};

function stepsOf(shell: Shell, known: Known): readonly Step[] {
  const { options, system, authority, changes } = known;
  const { host, proxy } = options;
  const isEverywhere = host === '0.0.0.0' || host === '::' || isLoopbackAddress(host);
  const port = known.port ?? options.port ?? defaultPorts.proxy;
  const name = isEverywhere ? '127.0.0.1' : host;
  return stepsFor({
    system,
    changes,
    certificatePath: authority.certificatePath,
    address: isEverywhere ? ownAddress() : host,
    proxy: proxy ? `${name.includes(':') ? `[${name}]` : name}:${port}` : undefined,
    self: self(shell),
  });
}

/** An address under which other machines reach this one. */
function ownAddress(): string {
  const outward = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return outward?.address ?? '127.0.0.1';
}

function self(shell: Shell): string {
  return selfInvocation(shell, { node: process.execPath, script: process.argv[1] ?? '' });
}

function described({ name, fingerprint, certificatePath, keyPath, until }: Authority) {
  return {
    authority: { name, fingerprint, certificate: certificatePath, key: keyPath, until },
    hosts: servedHosts,
  };
}

async function intercept(shell: Shell, options: Options, system: System): Promise<Outcome> {
  const { url } = findServer(shell, options);
  const authority = keepAuthority(dataDirectory(shell, options));
  const stop = shell.stop();
  const running = await startIntercept({
    url,
    authority,
    host: options.host,
    port: options.port ?? (options.proxy ? defaultPorts.proxy : defaultPorts.names),
    proxy: options.proxy ? { tunnels: options.tunnel === true } : undefined,
    tell: (line) => shell.err.write(`laurel: ${line}\n`),
  });
  const { port } = running;
  const changes = changesOf(system, asKnown(options, system), authority);
  const steps = stepsOf(shell, { options, system, authority, changes, port });
  const started = {
    url: `${options.proxy ? 'http' : 'https'}://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    mode: options.proxy ? 'proxy' : 'names',
    server: url,
    pid: process.pid,
    ...described(authority),
    steps,
  };
  shell.out.write(options.json ? `${JSON.stringify(started, null, 2)}\n` : greeting(started));
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  await running.close();
  return { json: undefined, text: '' };
}

/** Steps are shown also where the list of authorities of a system is not known. */
function asKnown(options: Options, { name, trust }: System): Options {
  return { ...options, trust: options.trust && (name !== 'linux' || trust !== undefined) };
}

type Started = ReturnType<typeof described> & {
  readonly url: string;
  readonly mode: string;
  readonly server: string;
  readonly steps: readonly Step[];
};

function greeting({ url, mode, server, authority, hosts, steps }: Started): string {
  const what = mode === 'proxy' ? 'as a proxy' : 'for the names';
  return `laurel intercept listens at ${url}, ${what}, and hands on to ${server}

  hosts      ${hosts.length}, such as achievements.xboxlive.com
  authority  ${authority.name}
             ${authority.certificate}
  key        ${authority.key} (keep it to yourself)

${stepsText(steps)}
Ctrl+C stops it.
`;
}
