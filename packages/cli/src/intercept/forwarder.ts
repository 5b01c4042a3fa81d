import {
  type ClientRequest,
  type IncomingMessage,
  Agent as PlainAgent,
  type RequestOptions,
  request as requestPlainly,
  type ServerResponse,
} from 'node:http';
import { request as requestSafely, Agent as TlsAgent } from 'node:https';
import { type Duplex, pipeline } from 'node:stream';
import { servedHost } from './served-hosts.ts';

/** Hands requests on to a server, and its answers back. */
export type Forwarder = {
  /** @param host where the request names it elsewhere than in its `Host` header */
  answer(request: IncomingMessage, response: ServerResponse, host?: string): void;
  /** The same for a request that becomes a real-time connection. */
  upgrade(request: IncomingMessage, socket: Duplex, first: Buffer): void;
  /** Ends the connections to the server that are idle. */
  close(): void;
};

/** Connections to the server at once; further requests wait. */
const connectionsMax = 1_000;

/** How long the server may be silent before its answer is given up. */
const silenceMaxMs = 120_000;

/** Header fields that belong to one connection and are not handed on. Source: RFC 9110, 7.6.1. */
const ofOneConnection: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
]);

/**
 * Hands requests on as they are, under the name that they were sent to: by it the server tells its
 * hosts apart. Who is not on this machine is named in `X-Forwarded-For`, so that the server does
 * not take them for local.
 *
 * @param url where the server is
 */
export function createForwarder(url: string): Forwarder {
  const { protocol, hostname, port } = new URL(url);
  const isPlain = protocol === 'http:';
  const limits = { keepAlive: true, maxSockets: connectionsMax };
  const agent = isPlain ? new PlainAgent(limits) : new TlsAgent(limits);

  function begin(from: IncomingMessage, host: string, more: readonly string[]): ClientRequest {
    const options: RequestOptions = {
      host: hostname.replace(/^\[|\]$/g, ''),
      ...(port !== '' && { port }),
      method: from.method ?? 'GET',
      path: from.url ?? '/',
      headers: [...headersFor(from, host), ...more],
      agent: more.length > 0 ? false : agent,
      timeout: silenceMaxMs,
    };
    const made = isPlain
      ? requestPlainly(options)
      : requestSafely({ ...options, servername: hostname });
    return made.on('timeout', () => made.destroy(new Error('the server is silent')));
  }

  return {
    answer(request, response, named = request.headers.host ?? '') {
      const host = servedHost(named);
      if (host === undefined) return refuse(response, 421, 'this name is not served here');
      const outgoing = begin(request, host, []);
      let isAnswered = false;
      outgoing.on('response', (answer) => {
        isAnswered = true;
        response.sendDate = false;
        response.writeHead(answer.statusCode ?? 502, kept(answer.rawHeaders));
        pipeline(answer, response, () => undefined);
      });
      // Once an answer comes, what happens to it is seen where it is read.
      outgoing.on('error', (thrown) => isAnswered || failed(response, thrown));
      response.on('close', () => response.writableFinished || outgoing.destroy());
      // A request that is cut off cuts off what it became.
      pipeline(request, outgoing, () => undefined);
    },

    upgrade(request, socket, first) {
      const host = servedHost(request.headers.host ?? '');
      socket.on('error', () => socket.destroy());
      if (host === undefined) {
        socket.end('HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const outgoing = begin(request, host, ['Connection', 'Upgrade', 'Upgrade', 'websocket']);
      outgoing.on('upgrade', (answer, server: Duplex, begun: Buffer) => {
        socket.write(headOf(answer));
        server.unshift(begun);
        socket.unshift(first);
        join(socket, server);
      });
      outgoing.on('response', (answer) => {
        socket.write(headOf(answer));
        pipeline(answer, socket, () => undefined);
      });
      outgoing.on('error', () => socket.destroy());
      socket.on('close', () => outgoing.destroy());
      outgoing.end();
    },

    close: () => agent.destroy(),
  };
}

/** Lets bytes pass both ways; the end of one side is the end of the other. */
function join(one: Duplex, other: Duplex): void {
  other.on('error', () => one.destroy());
  other.on('close', () => one.destroy());
  one.on('close', () => other.destroy());
  other.pipe(one);
  one.pipe(other);
}

function headersFor(from: IncomingMessage, host: string): readonly string[] {
  const address = from.socket.remoteAddress ?? '';
  const isLocal = /^(127\.|::1$|::ffff:127\.)/.test(address);
  const forwarded = isLocal ? [] : ['X-Forwarded-For', address];
  return ['Host', host, ...kept(from.rawHeaders, 'host'), ...forwarded];
}

/** Header fields as they came, name and value in turn, without those of the connection. */
function kept(rawHeaders: readonly string[], without = ''): string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    if (lower !== without && !ofOneConnection.has(lower))
      headers.push(name, rawHeaders[index + 1] ?? '');
  }
  return headers;
}

/** The head of an answer as it came, for a connection that is ours to write on. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A server that is not there is a passing trouble; one that hung up is heard hanging up. */
function failed(response: ServerResponse, thrown: NodeJS.ErrnoException): void {
  const isAbsent = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];
  if (response.headersSent || !isAbsent.includes(thrown.code ?? '')) response.destroy();
  else refuse(response, 503, 'no Laurel server answers; is it running?');
}

function refuse(response: ServerResponse, status: 421 | 503, message: string): void {
  const retry = status === 503 ? { 'Retry-After': '2' } : {};
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...retry });
  response.end(`laurel intercept: ${message}\n`);
}
