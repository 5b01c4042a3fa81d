import { spawn } from 'node:child_process';
import type { AuthorizationSource } from '../../authorization.ts';
import { ClientError } from '../../client-error.ts';
import { systemClock } from '../../clock.ts';
import type { Entry } from '../../outbox/entry.ts';
import type { OutboxReport } from '../../outbox/new-entry.ts';
import { pause } from '../../stop.ts';
import { agentPlace } from './agent-place.ts';
import { type AgentTalk, connectTalk, type Heard } from './agent-talk.ts';
import { type AgentView, createListeners, viewOf } from './agent-view.ts';
import { itemsMax, protocolVersion } from './protocol.ts';

/** How a title reaches the agent, and whom it speaks for. */
export type AgentConnectionOptions = {
  readonly xuid: string;
  readonly authorization: AuthorizationSource;
  /** Where the service is; without it, the real hosts. */
  readonly baseUrl?: string | undefined;
  /** Where the agent's socket is; the usual place, when nothing is said. */
  readonly socket?: string | undefined;
  /**
   * What starts an agent where none runs, such as `['laurel', 'agent', '--idle', '600']`; `null`
   * starts none.
   */
  readonly start?: readonly string[] | null | undefined;
  readonly onProblem?: ((problem: unknown) => void) | undefined;
};

/** What starts an agent when nothing else is said: it ends when it was idle for ten minutes. */
const usualStart = ['laurel', 'agent', '--idle', '600'];

/** How often, and how long apart, an agent that was started is looked for. */
const tries = 100;
const tryMs = 100;

/**
 * The device's outbox, seen from a title: the members of `Outbox`, for one player. What it accepts
 * is the agent's to deliver, also when the title has ended. An agent that was killed is started
 * again by the next call.
 */
export type AgentOutbox = AgentView & {
  submit(
    reports: AgentReport | readonly AgentReport[],
    options?: { readonly patienceMs?: number },
  ): Promise<readonly Entry[]>;
  /** The agent forgets the player's authorization; what waits stays until there is another. */
  signOut(): Promise<void>;
};

/** A report; the player and the service are those of the connection. */
export type AgentReport = Omit<OutboxReport, 'xuid' | 'service'> & {
  readonly xuid?: string | undefined;
};

/**
 * Connects to the agent of this machine, starting one if there is none, and signs the player in.
 *
 * @throws {ClientError} `network` where there is no agent and none could be started;
 *   `token_failed`
 */
export async function connectAgent(options: AgentConnectionOptions): Promise<AgentOutbox> {
  const { xuid, baseUrl: service = '', onProblem = () => {} } = options;
  const listeners = createListeners(onProblem);
  let signedIn: LastingTalk | undefined;
  const talk = await lastingTalk(options, (event) => {
    const isOurs = event.xuid === xuid && event.service === service;
    if (event.event === 'authorizationNeeded' && isOurs) signedIn?.signIn(true).catch(onProblem);
    listeners.hear(event);
  });
  signedIn = talk;
  return {
    ...viewOf(talk, listeners.subscribe),
    async submit(reports, { patienceMs = 5_000 } = {}) {
      const list: readonly AgentReport[] = 'id' in reports ? [reports] : reports;
      const entries: Entry[] = [];
      for (let at = 0; at < list.length; at += itemsMax) {
        const page = list
          .slice(at, at + itemsMax)
          .map((report) => ({ ...report, xuid: report.xuid ?? xuid, service }));
        const answer = await talk.ask({ do: 'submit', reports: page, patienceMs });
        entries.push(...answer.entries);
      }
      return entries;
    },
    async signOut() {
      await talk.ask({ do: 'signOut', xuid, service });
    },
  };
}

type LastingTalk = AgentTalk & { signIn(isRefresh: boolean): Promise<void> };

/** A talk that goes on with another agent when the one it began with is gone. */
async function lastingTalk(
  options: AgentConnectionOptions,
  hear: (event: Heard) => void,
): Promise<LastingTalk> {
  const { xuid, baseUrl: service = '', authorization: source } = options;
  let isClosed = false;
  let current = begin();

  async function begin(): Promise<AgentTalk> {
    const talk = await reach(options, hear);
    try {
      await talk.ask({ do: 'hello', protocol: protocolVersion });
      await signInOn(talk, false);
      return talk;
    } catch (thrown) {
      talk.close();
      throw thrown;
    }
  }

  async function signInOn(talk: AgentTalk, isRefresh: boolean): Promise<void> {
    const authorization = await authorizationOf(source, isRefresh);
    await talk.ask({ do: 'signIn', xuid, service, authorization });
  }

  await current;
  return {
    signIn: async (isRefresh) => signInOn(await current, isRefresh),
    async ask(request) {
      const asked = current;
      try {
        return await (await asked).ask(request);
      } catch (thrown) {
        const isGone = thrown instanceof ClientError && thrown.code === 'network';
        if (!isGone || isClosed) throw thrown;
        // To ask twice does no harm: what was accepted twice is one report and a superseded one.
        if (current === asked) current = begin();
        return (await current).ask(request);
      }
    },
    close() {
      isClosed = true;
      current.then(
        (talk) => talk.close(),
        () => undefined,
      );
    },
  };
}

async function authorizationOf(source: AuthorizationSource, isRefresh: boolean): Promise<string> {
  try {
    return typeof source === 'string' ? source : await source({ isRefresh });
  } catch (cause) {
    throw new ClientError('token_failed', 'the authorization could not be had', { cause });
  }
}

async function reach(
  { socket, start = usualStart }: AgentConnectionOptions,
  hear: (event: Heard) => void,
): Promise<AgentTalk> {
  const { env: environment, platform } = process;
  const path = socket ?? agentPlace({ environment, platform }).socket;
  const first = await connectTalk(path, hear);
  if (first !== undefined) return first;
  if (start === null) throw new ClientError('network', 'no agent runs on this machine');
  const isStarted = await startDetached(start);
  for (let count = 0; count < tries && isStarted; count += 1) {
    const talk = await connectTalk(path, hear);
    if (talk !== undefined) return talk;
    await pause(systemClock, tryMs, undefined);
  }
  throw new ClientError('network', `no agent runs, and "${start[0]}" did not start one`);
}

/** The agent outlives the title that started it. @returns whether there is such a program */
function startDetached([command = '', ...words]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
}
