import { createServer, type Server, type Socket } from 'node:net';
import {
  type Config,
  createLaurel,
  createLineWriter,
  keepHeapSmall,
  type Laurel,
  StoreFailure,
} from '@laurel/server';
import { Failure, fileFailure } from './failure.ts';
import type { Shell, Sink } from './shell.ts';

/** Ports that are tried behind a taken one, where nobody asked for a certain port. */
const portsTried = 20;

/** An instance that serves. */
export type RunningInstance = {
  readonly laurel: Laurel;
  readonly url: string;
  /** Ends every connection, answered or not. */
  cut(): void;
};

/**
 * Builds an instance and lets it serve.
 *
 * @param log takes the log's lines
 * @throws {Failure} in words, for what a person can change
 */
export async function startInstance(config: Config, log: Sink): Promise<RunningInstance> {
  keepHeapSmall();
  let laurel: Laurel | undefined;
  // A stream of the process takes a system call for each line, in the way of the request.
  const logTo = log.fd === undefined ? log : createLineWriter(log.fd);
  try {
    laurel = await createLaurel(config, { logTo });
    const { server } = await laurel.listen();
    return { laurel, url: laurel.url(), cut: cutterOf(server) };
  } catch (thrown) {
    await laurel?.[Symbol.asyncDispose]();
    if ('close' in logTo) await logTo.close();
    throw startFailure(thrown, config);
  }
}

/** Remembers the connections of a server, to end them all. */
function cutterOf(server: Server): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

function startFailure(thrown: unknown, { host, port, data }: Config): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const address = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    return new Failure(
      'address-taken',
      `something already listens on ${address}; stop it, or choose another port with --port`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Failure('no-such-address', `this machine has no address "${host}"; see --host`);
  }
  if (
    code === 'EACCES' &&
    thrown instanceof Error &&
    'syscall' in thrown &&
    thrown.syscall === 'listen'
  ) {
    return new Failure(
      'address-denied',
      `${address} is not yours to listen on; ports below 1024 need rights`,
    );
  }
  if (/^E[A-Z]+$/.test(code)) return fileFailure(data, thrown);
  if (thrown instanceof StoreFailure) {
    return new Failure('database', thrown.message, { cause: thrown });
  }
  return thrown;
}

/**
 * Waits until someone asks the process to stop, and stops: takes nothing new and finishes what was
 * accepted.
 *
 * @throws {Failure} when that takes longer than allowed
 */
export async function serveUntilStopped(
  shell: Shell,
  { laurel, cut }: RunningInstance,
  stopTimeoutMs: number,
): Promise<void> {
  await asked(shell.stop());
  shell.err.write('laurel: stopping; what was accepted is finished first\n');
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    cut();
  }, stopTimeoutMs);
  await laurel[Symbol.asyncDispose]();
  clearTimeout(timer);
  if (!isLate) return;
  throw new Failure(
    'stopped-late',
    `some connections were still open after ${stopTimeoutMs} ms and were cut; updates that were answered are safe`,
  );
}

function asked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** @returns the first free port from `first` on; `first` itself where none is found */
export async function freePort(host: string, first: number): Promise<number> {
  for (let port = first; port < Math.min(first + portsTried, 65_536); port += 1) {
    if (await isFree(host, port)) return port;
  }
  return first;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port }, () => probe.close(() => resolve(true)));
  });
}
