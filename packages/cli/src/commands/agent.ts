import {
  type Agent,
  type AgentOptions,
  type AgentPlace,
  type AgentView,
  agentPlace,
  startAgent,
  viewAgent,
} from '@laurel/client/node';
import { type Command, Option } from 'commander';
import { defineCommand } from '../command.ts';
import { Failure, WrongUsage } from '../failure.ts';
import type { Outcome, Shell } from '../shell.ts';
import { printable, table } from '../table.ts';

type Options = {
  readonly folder?: string;
  readonly idle?: string;
  readonly keepSignIns: boolean;
  readonly status?: true;
  readonly sync?: true;
  readonly json?: true;
};

/** `laurel agent`: delivers what titles leave, whether they run or not. */
export function agentCommand(shell: Shell): Command {
  return defineCommand<Options>(shell, {
    name: 'agent',
    summary: 'deliver what titles on this machine report, also when they have ended',
    description: `Owns this person's outbox on this machine. Titles hand their reports over
through a socket that nobody else can open; the agent keeps them on the disk and delivers them when
there is a network. The first title starts one if none runs; docs/client/agent.md says how the
system starts it.`,
    examples: [
      ['laurel agent', 'run until it is stopped'],
      ['laurel agent --idle 600', 'end after ten minutes without a title and without reports'],
      ['laurel agent --status', 'what waits, what was rejected and why'],
      ['laurel agent --sync', 'try everything that waits, now'],
    ],
    build: (command) =>
      command
        .option('--folder <dir>', 'where the outbox is (default: LAUREL_AGENT_FOLDER)')
        .option('--idle <seconds>', 'end when idle for so long')
        .option('--no-keep-sign-ins', 'forget the players when it ends')
        .addOption(new Option('--status', 'show the outbox of the running agent').conflicts('sync'))
        .option('--sync', 'let the running agent try everything now'),
    run: ({ options }) => {
      const place = placeOf(shell, options);
      if (options.status || options.sync) return look(place, options.sync === true);
      return runAgent(shell, place, options);
    },
  });
}

function placeOf(shell: Shell, { folder }: Options): AgentPlace {
  const chosen = folder === undefined ? {} : { LAUREL_AGENT_FOLDER: folder };
  const environment = { ...shell.environment, ...chosen };
  return agentPlace({ environment, platform: process.platform });
}

async function runAgent(shell: Shell, place: AgentPlace, options: Options): Promise<Outcome> {
  const idleMs = options.idle === undefined ? null : idleMsOf(options.idle);
  const stop = shell.stop();
  const agent = await started({
    ...place,
    idleMs,
    keepsSignIns: options.keepSignIns,
    onProblem: (problem) => shell.err.write(`laurel: ${messageOf(problem)}\n`),
  });
  const { pending } = agent.outbox.summary();
  if (options.json) {
    shell.out.write(`${JSON.stringify({ ...place, pid: process.pid, pending }, null, 2)}\n`);
  } else {
    shell.err.write(`laurel: agent at ${place.socket}, outbox in ${place.folder}\n`);
  }
  stop.addEventListener('abort', () => void agent.close());
  if (stop.aborted) await agent.close();
  await agent.ended;
  return { json: undefined, text: '' };
}

async function started(options: AgentOptions): Promise<Agent> {
  try {
    return await startAgent(options);
  } catch (thrown) {
    throw failureOf(thrown);
  }
}

function idleMsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400) return seconds * 1000;
  throw new WrongUsage(`--idle must be a whole number of seconds from 1 to 86400; got "${text}"`);
}

async function look({ socket }: AgentPlace, isSync: boolean): Promise<Outcome> {
  const view = await viewAgent(socket);
  if (view === undefined) {
    throw new Failure('no-agent', `no agent runs at "${socket}"; start one with: laurel agent`);
  }
  try {
    const summary = await (isSync ? view.syncNow() : view.summary());
    const entries = await view.entries();
    const open = entries.filter(({ state }) => !['Delivered', 'Superseded'].includes(state));
    return { json: { summary, entries }, text: `${summaryText(summary)}${openText(open)}` };
  } catch (thrown) {
    throw failureOf(thrown);
  } finally {
    await view.close();
  }
}

type Summary = Awaited<ReturnType<AgentView['summary']>>;

function summaryText({ pending, delivered, superseded, rejected, damaged }: Summary): string {
  const damage = damaged > 0 ? `, ${damaged} pieces of the file could not be read` : '';
  return `${pending} pending, ${delivered} delivered, ${superseded} superseded, ${rejected} rejected${damage}\n`;
}

function openText(open: Awaited<ReturnType<AgentView['entries']>>): string {
  if (open.length === 0) return '';
  const rows = open.map(({ state, xuid, scid, achievementId, percent, earnedAt, reason }) => [
    state,
    xuid,
    scid,
    achievementId,
    `${percent}`,
    earnedAt,
    printable(reason?.message ?? ''),
  ]);
  return `\n${table(['state', 'player', 'scid', 'id', '%', 'earned', 'why'], rows)}`;
}

/** What the client says has a code and is for people. */
function failureOf(thrown: unknown): Failure {
  const code: unknown = Reflect.get(Object(thrown), 'code');
  return new Failure(String(code ?? 'agent'), messageOf(thrown), { cause: thrown });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
