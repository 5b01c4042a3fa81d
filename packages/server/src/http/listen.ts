import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from './app.ts';
import { BodyTooLarge, BodyTooSlow, type WireAnswer, type WireRequest } from './exchange.ts';

/** What a connection may cost. All times in milliseconds. */
export type TransportLimits = {
  /** For the head of a request to arrive. */
  readonly headTimeoutMs: number;
  /** For the body of a request to arrive. */
  readonly bodyTimeoutMs: number;
  /** How long an idle connection is kept. */
  readonly keepAliveMs: number;
  readonly headBytesMax: number;
  readonly connectionsMax: number;
};

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
  /** Node's own server, for what upgrades a connection. */
  readonly server: Server;
  /** Takes no new connection, finishes what was accepted, and closes idle connections. */
  close(): Promise<void>;
};

/**
 * Serves the app on a socket.
 *
 * @param at `port` 0 takes a free one
 * @throws by the result when the address can't be had
 */
export async function listen(
  app: App,
  at: { host: string; port: number },
  limits: TransportLimits = transportLimits,
): Promise<Listening> {
  const server = createServer({
    maxHeaderSize: limits.headBytesMax,
    headersTimeout: limits.headTimeoutMs,
    requestTimeout: limits.headTimeoutMs + limits.bodyTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: 1_000,
    noDelay: true,
  });
  server.maxConnections = limits.connectionsMax;
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    void app
      .answer(wireRequest(incoming, limits))
      .then((answer) => send(answer, incoming, outgoing));
  });
  server.listen(at.port, at.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: at.host,
    port,
    server,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

function wireRequest(incoming: IncomingMessage, limits: TransportLimits): WireRequest {
  const headers = incoming.headers as Readonly<Record<string, string | undefined>>;
  return {
    method: incoming.method ?? 'GET',
    host: hostName(headers.host ?? ''),
    target: incoming.url ?? '/',
    headers,
    body: (bytesMax) => readBody(incoming, { bytesMax, timeoutMs: limits.bodyTimeoutMs }),
    remoteAddress: incoming.socket.remoteAddress ?? '',
  };
}

/** Without the port, in lower case. */
function hostName(header: string): string {
  const end = header.lastIndexOf(':');
  const name = end > header.lastIndexOf(']') ? header.slice(0, end) : header;
  return name.toLowerCase();
}

/** Reads a body whole, within a size and a time. */
function readBody(
  incoming: IncomingMessage,
  { bytesMax, timeoutMs }: { bytesMax: number; timeoutMs: number },
): Promise<Buffer> {
  const announced = Number(incoming.headers['content-length'] ?? 0);
  if (announced > bytesMax) return Promise.reject(new BodyTooLarge(bytesMax));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => fail(new BodyTooSlow(timeoutMs)), timeoutMs);
    function stop(): void {
      clearTimeout(timer);
      incoming.off('data', take).off('end', end).off('error', fail).off('close', gone);
    }
    function take(chunk: Buffer): void {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > bytesMax) fail(new BodyTooLarge(bytesMax));
    }
    function end(): void {
      stop();
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes));
    }
    function fail(reason: Error): void {
      stop();
      incoming.pause();
      reject(reason);
    }
    function gone(): void {
      fail(new BodyTooSlow(timeoutMs));
    }
    incoming.on('data', take).on('end', end).on('error', fail).on('close', gone);
  });
}

function send(answer: WireAnswer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (outgoing.destroyed) return;
  const { status, headers, body } = answer;
  // What is left of an unread body can't be told from a next request, so such a connection ends.
  const isUnread = !incoming.readableEnded && hasBody(incoming);
  if (isUnread) outgoing.shouldKeepAlive = false;
  if (body === undefined) {
    outgoing.writeHead(status, status === 304 ? headers : { ...headers, 'content-length': '0' });
    outgoing.end();
  } else {
    const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    outgoing.writeHead(status, { ...headers, 'content-length': bytes });
    outgoing.end(body);
  }
  if (isUnread) incoming.resume();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
