import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { type Answerer, Connection, type ConnectionLimits } from './wire/connection.ts';
import { createGathering } from './wire/gathering.ts';
import { readPieces } from './wire/read-pieces.ts';

/** What connections may cost, each and together. */
export type TransportLimits = ConnectionLimits & { readonly connectionsMax: number };

/** The defaults. */
export const transportLimits: TransportLimits = {
  headTimeoutMs: 10_000,
  bodyTimeoutMs: 10_000,
  keepAliveMs: 60_000,
  headBytesMax: 16 * 1024,
  connectionsMax: 15_000,
};

/** A listening server. */
export type Listening = {
  readonly host: string;
  readonly port: number;
  readonly server: Server;
  /** Takes no new connection, finishes what was accepted, and ends the others. */
  close(): Promise<void>;
};

/** How often connections are looked at for having taken too long, in milliseconds. */
const sweepEveryMs = 500;

/**
 * Serves the app on a socket.
 *
 * @param at `port` 0 takes a free one
 * @throws by the result when the address can't be had
 */
export async function listen(
  app: Answerer,
  at: { host: string; port: number },
  limits: TransportLimits = transportLimits,
): Promise<Listening> {
  const connections = new Set<Connection>();
  const gathering = createGathering();
  const options = { noDelay: true, allowHalfOpen: true, pauseOnConnect: true };
  const server = createServer(options, (accepted) => {
    const socket = readPieces(accepted, (bytes) => connection.take(bytes));
    const nowMs = performance.now();
    const connection = new Connection(socket, { app, gathering, limits, nowMs });
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  server.maxConnections = limits.connectionsMax;
  server.listen(at.port, at.host);
  await once(server, 'listening');
  const sweep = setInterval(() => {
    const nowMs = performance.now();
    for (const connection of connections) connection.sweep(nowMs);
  }, sweepEveryMs);
  return {
    host: at.host,
    port: (server.address() as AddressInfo).port,
    server,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.finish();
      await closed;
      clearInterval(sweep);
      gathering.settle();
    },
  };
}
