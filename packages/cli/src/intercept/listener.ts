import { createServer, type Server } from 'node:https';
import { type AddressInfo, isIPv6, type Server as NetServer, type Socket } from 'node:net';
import { Failure } from '../failure.ts';
import type { HostIdentities } from './authority.ts';
import type { Forwarder } from './forwarder.ts';
import { servedHost } from './served-hosts.ts';

/** What connections may cost, each and together. Times in milliseconds. */
export type InterceptLimits = {
  readonly connectionsMax: number;
  readonly headBytesMax: number;
  /** For a connection to agree on its encryption. */
  readonly handshakeTimeoutMs: number;
  /** For the head of a request to arrive. */
  readonly headTimeoutMs: number;
  /** For a whole request to arrive. */
  readonly requestTimeoutMs: number;
  /** How long an idle connection is kept. */
  readonly keepAliveMs: number;
  /** How long a connection may be silent while something is under way on it. */
  readonly silenceMaxMs: number;
};

/** The defaults. */
export const interceptLimits: InterceptLimits = {
  connectionsMax: 2_000,
  headBytesMax: 16 * 1024,
  handshakeTimeoutMs: 10_000,
  headTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveMs: 60_000,
  silenceMaxMs: 130_000,
};

/** Takes encrypted connections for the served hosts. */
export type TlsListener = {
  readonly server: Server;
  /** Ends every connection. */
  close(): Promise<void>;
};

/**
 * Makes a listener that shows each host's certificate, by the name that the client asks for, and
 * hands the requests on. Who asks for no name, or for one that is not served, gets no connection.
 *
 * @param tell takes a line for people, when a client doesn't trust the authority
 */
export function createTlsListener({
  identities,
  forwarder,
  tell,
  limits = interceptLimits,
}: {
  identities: HostIdentities;
  forwarder: Forwarder;
  tell: (line: string) => void;
  limits?: InterceptLimits;
}): TlsListener {
  const server = createServer({
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    handshakeTimeout: limits.handshakeTimeoutMs,
    maxHeaderSize: limits.headBytesMax,
    headersTimeout: limits.headTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    SNICallback: (name, done) => {
      const host = servedHost(name);
      if (host === undefined) done(new Error('this name is not served here'));
      else done(null, identities(host));
    },
  });
  const sockets = keepSockets(server, limits.connectionsMax);
  server.setTimeout(limits.silenceMaxMs);
  server.on('request', (request, response) => forwarder.answer(request, response));
  server.on('upgrade', (request, socket, first) => {
    // A real-time connection may be silent for long; the server behind looks after it.
    request.socket.setTimeout(0);
    forwarder.upgrade(request, socket, first);
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    socket.destroy();
    if (/UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN/.test(error.code ?? '')) tell(distrusted);
  });
  return { server, close: () => closed(server, sockets) };
}

const distrusted =
  'a client did not trust the authority; let its machine, or the client itself, trust it as the steps say';

/** Remembers the connections of a server, and keeps their number within bounds. */
export function keepSockets(server: NetServer, connectionsMax: number): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    if (sockets.size >= connectionsMax) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

/** Ends a server with its connections. */
export function closed(server: NetServer, sockets: Iterable<Socket>): Promise<void> {
  return new Promise((resolve) => {
    if (server.listening) server.close(() => resolve());
    else resolve();
    for (const socket of sockets) socket.destroy();
  });
}

/**
 * Begins to listen.
 *
 * @param at `port` 0 takes a free one
 * @returns the port
 * @throws {Failure} by the result, where the address can't be had
 */
export function listenAt(server: NetServer, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown) => reject(listenFailure(thrown, at)));
    server.listen({ ...at, ipv6Only: isIPv6(at.host) }, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function listenFailure(
  thrown: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): unknown {
  const address = `${host}:${port}`;
  if (thrown.code === 'EADDRINUSE') {
    return new Failure(
      'address-taken',
      `something already listens on ${address}; stop it, or choose another port with --port`,
    );
  }
  if (thrown.code === 'EADDRNOTAVAIL' || thrown.code === 'ENOTFOUND') {
    return new Failure('no-such-address', `this machine has no address "${host}"; see --host`);
  }
  if (thrown.code === 'EACCES' || thrown.code === 'EPERM') {
    return new Failure(
      'address-denied',
      `${address} is not yours to listen on: ports below 1024 need rights; run it as administrator, use --proxy, or lower the border: sudo sysctl -w net.ipv4.ip_unprivileged_port_start=443`,
    );
  }
  return thrown;
}
