import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { ClientError } from '../../client-error.ts';
import { type Clock, systemClock } from '../../clock.ts';
import type { Entry } from '../../outbox/entry.ts';
import { Outbox } from '../../outbox/outbox.ts';
import { fileStorage } from '../file-storage.ts';
import { type AgentPlace, makePrivateFolder } from './agent-place.ts';
import { serveConnection } from './connection.ts';
import { type AgentEvent, connectionsMax, itemsMax } from './protocol.ts';
import { SignIns } from './sign-ins.ts';

/** What an agent is made of. */
export type AgentOptions = AgentPlace & {
  /** Whether sign-ins outlive the agent, in a file that only its owner can read. */
  readonly keepsSignIns: boolean;
  /** Ends the agent when no title is connected and nothing waits for so long; `null` for never. */
  readonly idleMs: number | null;
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
  readonly onProblem?: ((problem: unknown) => void) | undefined;
};

/** A running agent. */
export type Agent = {
  readonly outbox: Pick<Outbox, 'summary' | 'entries' | 'syncNow'>;
  /** Resolved when it has ended, by `close` or because it was idle. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
};

/**
 * Owns the device's outbox and shares it with the titles of one person, over a socket that others
 * can't open.
 *
 * @throws {ClientError} `outbox_in_use` when an agent runs already; `storage_failed`
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { folder, socket, keepsSignIns, clock = systemClock, onProblem = () => {} } = options;
  await makePrivateFolder(folder);
  if (!isPipe(socket)) await makePrivateFolder(dirname(socket));
  const connections = new Set<Socket>();
  const tellers = new Set<(event: AgentEvent) => void>();
  const tell = (event: AgentEvent) => {
    for (const teller of tellers) teller(event);
  };
  const kept = join(folder, 'sign-ins.json');
  const signIns = new SignIns({
    path: keepsSignIns ? kept : null,
    askForRenewal({ xuid, service }) {
      tell({ event: 'authorizationNeeded', xuid, service });
      return tellers.size > 0;
    },
    fetch: options.fetch,
    clock,
  });
  await signIns.load();
  const outbox = await Outbox.open({
    storage: fileStorage(join(folder, 'outbox.jsonl')),
    clientOf: (lane) => signIns.clientOf(lane),
    clock,
    onProblem,
  });
  // What an earlier one kept is not wanted any more; only who owns the folder may say so.
  if (!keepsSignIns) await rm(kept, { force: true });
  outbox.subscribe((changed) => {
    for (const entries of pagesOf(changed)) tell({ event: 'changed', entries });
  });
  const idle = createIdleTimer(clock, options.idleMs, () => {
    if (connections.size === 0 && outbox.summary().pending === 0) void close();
    else idle.restart();
  });
  const server = createServer((connection) => {
    if (connections.size >= connectionsMax) {
      connection.destroy();
      return;
    }
    connections.add(connection);
    const teller = serveConnection(connection, { outbox, signIns });
    tellers.add(teller);
    connection.on('close', () => {
      connections.delete(connection);
      tellers.delete(teller);
      idle.restart();
    });
  });
  const { ended, close } = createEnd(async () => {
    idle.stop();
    for (const connection of connections) connection.destroy();
    await new Promise((resolve) => server.close(resolve));
    await outbox.close();
  });
  try {
    await listen(server, socket);
  } catch (cause) {
    await outbox.close();
    throw new ClientError('storage_failed', `no socket at "${socket.slice(0, 200)}"`, { cause });
  }
  idle.restart();
  return { outbox, ended, close };
}

/** Something that ends once, whoever asks and how often. */
function createEnd(end: () => Promise<void>): Pick<Agent, 'ended' | 'close'> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let ending: Promise<void> | undefined;
  return {
    ended,
    close() {
      ending ??= end().finally(resolve);
      return ending;
    },
  };
}

function isPipe(socket: string): boolean {
  return socket.startsWith('\\\\');
}

/** Whoever owns the outbox owns the socket: one that lies there is a leftover. */
async function listen(server: Server, socket: string): Promise<void> {
  if (!isPipe(socket)) await rm(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const mask = isPipe(socket) ? undefined : process.umask(0o177);
    server.listen(socket, resolve);
    if (mask !== undefined) process.umask(mask);
  });
  if (!isPipe(socket)) await chmod(socket, 0o600);
}

function* pagesOf(entries: readonly Entry[]): Generator<readonly Entry[]> {
  for (let at = 0; at < entries.length; at += itemsMax) yield entries.slice(at, at + itemsMax);
}

function createIdleTimer(clock: Clock, idleMs: number | null, whenIdle: () => void) {
  let cancel = () => {};
  return {
    restart(): void {
      cancel();
      if (idleMs !== null) cancel = clock.after(idleMs, whenIdle);
    },
    stop(): void {
      cancel();
    },
  };
}
