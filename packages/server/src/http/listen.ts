import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { App } from './app.ts';
import { BodyCutOff, BodyTooLarge, type WireAnswer, type WireRequest } from './exchange.ts';
import { fault } from './refuse.ts';

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
  server.on('clientError', refuseConnection);
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    void app.answer(wireRequest(incoming)).then((answer) => send(answer, incoming, outgoing));
  });
  server.on('checkContinue', (incoming, outgoing) => {
    outgoing.writeContinue();
    server.emit('request', incoming, outgoing);
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

function wireRequest(incoming: IncomingMessage): WireRequest {
  const headers = incoming.headers as Readonly<Record<string, string | undefined>>;
  return {
    method: incoming.method ?? 'GET',
    host: hostName(headers.host ?? ''),
    target: incoming.url ?? '/',
    headers,
    body: (bytesMax) => readBody(incoming, bytesMax),
    remoteAddress: incoming.socket.remoteAddress ?? '',
  };
}

/** Without the port, in lower case. */
function hostName(header: string): string {
  const end = header.lastIndexOf(':');
  const name = end > header.lastIndexOf(']') ? header.slice(0, end) : header;
  return name.toLowerCase();
}

/** Reads a body whole, within a size; Node ends a connection on which it takes too long. */
function readBody(incoming: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const announced = incoming.headers['content-length'];
  if (announced !== undefined && Number(announced) > bytesMax) {
    return Promise.reject(new BodyTooLarge(bytesMax));
  }
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let rest: Buffer[] | undefined;
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) {
        incoming.removeAllListeners('data').pause();
        reject(new BodyTooLarge(bytesMax));
      } else if (first === undefined) {
        first = chunk;
      } else {
        rest ??= [first];
        rest.push(chunk);
      }
    });
    incoming.on('end', () => resolve(rest ? Buffer.concat(rest, bytes) : (first ?? noBytes)));
    incoming.on('error', () => reject(new BodyCutOff()));
  });
}

const noBytes = Buffer.alloc(0);

function send(answer: WireAnswer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (outgoing.destroyed) return;
  const { status, headers, body } = answer;
  // What is left of an unread body can't be told from a next request, so such a connection ends.
  if (!incoming.complete && hasBody(incoming)) {
    outgoing.shouldKeepAlive = false;
    incoming.resume();
  }
  const raw: string[] = [];
  for (const name in headers) raw.push(name, headers[name] ?? '');
  if (body === undefined) {
    if (status !== 304 && status !== 204) raw.push('content-length', '0');
    outgoing.writeHead(status, raw);
    outgoing.end();
  } else {
    const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    raw.push('content-length', String(bytes));
    outgoing.writeHead(status, raw);
    outgoing.end(body);
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Answers what is no HTTP, is too large or too slow before any operation is reached, in the shape
 * of the protocol, and ends the connection.
 */
function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, reason, message } = connectionFaults[error.code ?? ''] ?? badRequest;
  const { headers, body = '' } = fault('achievements', { status, code: 4000, message });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'connection: close',
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const badRequest = { status: 400, reason: 'Bad Request', message: 'the request is not valid HTTP' };

const connectionFaults: Readonly<Record<string, typeof badRequest>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    reason: 'Request Timeout',
    message: 'the request did not arrive in time; send it again',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    reason: 'Request Header Fields Too Large',
    message: 'the head of the request is too large',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    reason: 'Content Too Large',
    message: 'the chunk extensions of the request are too large',
  },
};
