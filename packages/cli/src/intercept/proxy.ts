import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import type { Forwarder } from './forwarder.ts';
import { closed, type InterceptLimits, interceptLimits, keepSockets } from './listener.ts';
import { servedHost, servedHosts } from './served-hosts.ts';

/** A proxy that takes connections to the served hosts for its own. */
export type InterceptProxy = {
  readonly server: Server;
  /** Ends every connection. */
  close(): Promise<void>;
};

/** What to do with connections to hosts that are not served. */
export type TunnelRule = {
  /** Ports that a tunnel may lead to; none: every other host is refused. */
  readonly ports: readonly number[];
};

/** Refuses every host that is not served: nothing leaves the machine. */
export const noTunnels: TunnelRule = { ports: [] };

/** Lets encrypted connections to other hosts through. */
export const webTunnels: TunnelRule = { ports: [443] };

/** For a tunnel to reach its end, in milliseconds. */
const connectTimeoutMs = 10_000;

/** Hosts that a line is written about; further ones are refused in silence. */
const toldHostsMax = 100;

/**
 * Makes a proxy for clients that take one (RFC 9110, 9.3.6). A connection to a served host goes to
 * the listener, as if the client had come there by the name; others are refused, or led to where
 * they want.
 *
 * @param take takes a connection for the listener
 * @param authority the certificate that the proxy hands out, PEM
 * @param tell takes a line for people, once for each host that is refused
 */
export function createProxy({
  take,
  forwarder,
  authority,
  tunnels = noTunnels,
  tell,
  limits = interceptLimits,
}: {
  take: (socket: Socket) => void;
  forwarder: Forwarder;
  authority: string;
  tunnels?: TunnelRule;
  tell: (line: string) => void;
  limits?: InterceptLimits;
}): InterceptProxy {
  const server = createServer({
    maxHeaderSize: limits.headBytesMax,
    headersTimeout: limits.headTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    shouldUpgradeCallback: () => false,
  });
  const sockets = keepSockets(server, limits.connectionsMax);
  const told = new Set<string>();
  server.setTimeout(limits.silenceMaxMs);

  function refuse(socket: Duplex, target: string): void {
    if (!told.has(target) && told.size < toldHostsMax) {
      told.add(target);
      tell(`the proxy refused ${JSON.stringify(target.slice(0, 80))}, which is not served here`);
    }
    const message = 'laurel intercept: this host is not served here\n';
    socket.end(
      `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${message.length}\r\nConnection: close\r\n\r\n${message}`,
    );
  }

  server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket, first: Buffer) => {
    const [, host = '', port = '443'] = /^(.+?)(?::([0-9]{1,5}))?$/.exec(url) ?? [];
    if (servedHost(host) !== undefined && port === '443') {
      socket.write(established);
      if (first.length > 0) socket.unshift(first);
      take(socket);
    } else if (mayTunnel(host) && tunnels.ports.includes(Number(port))) {
      tunnel(socket, first, { host: host.replace(/^\[|\]$/g, ''), port: Number(port) });
    } else {
      refuse(socket, url);
    }
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const target = request.url ?? '/';
    if (target.startsWith('/')) {
      answerOwn(request, response, authority);
    } else if (URL.canParse(target) && servedHost(new URL(target).hostname) !== undefined) {
      // Some clients ask a proxy for an https address without a tunnel.
      forwarder.answer(request, response, new URL(target).hostname);
    } else {
      response.shouldKeepAlive = false;
      answerText(response, 403, { text: 'laurel intercept: this host is not served here\n' });
    }
  });
  return { server, close: () => closed(server, sockets) };
}

const established = 'HTTP/1.1 200 Connection Established\r\n\r\n';

/** Tokens of this instance are no business of the real service, whatever its host. */
function mayTunnel(host: string): boolean {
  return servedHost(host) === undefined && !/(^|\.)xboxlive\.com\.?$/i.test(host);
}

function tunnel(socket: Socket, first: Buffer, to: { host: string; port: number }): void {
  const end = connect(to);
  const timer = setTimeout(() => end.destroy(new Error('nobody answered')), connectTimeoutMs);
  let isOpen = false;
  end.once('connect', () => {
    clearTimeout(timer);
    isOpen = true;
    socket.write(established);
    end.write(first);
    pipeline(socket, end, () => undefined);
    pipeline(end, socket, () => undefined);
  });
  end.on('error', () => {
    clearTimeout(timer);
    if (!isOpen) socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
  });
  socket.on('close', () => end.destroy());
}

/** What the proxy says of itself: the file that browsers and systems configure themselves by. */
function answerOwn(request: IncomingMessage, response: ServerResponse, authority: string): void {
  const { url, headers } = request;
  if (url === '/proxy.pac') {
    const type = 'application/x-ns-proxy-autoconfig';
    answerText(response, 200, { type, text: proxyConfiguration(headers.host ?? '') });
  } else if (url === '/authority.pem') {
    answerText(response, 200, { type: 'application/x-x509-ca-cert', text: authority });
  } else {
    answerText(response, 404, { text: 'laurel intercept: /proxy.pac, /authority.pem\n' });
  }
}

function answerText(
  response: ServerResponse,
  status: number,
  { type = 'text/plain', text }: { type?: string; text: string },
): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(text);
}

/**
 * The file for proxy auto-configuration: served hosts by the proxy, everything else directly.
 *
 * @param proxy host and port, as the client that reads the file reached it
 */
export function proxyConfiguration(proxy: string): string {
  const address = /^[A-Za-z0-9.:[\]-]+$/.test(proxy) ? proxy : '127.0.0.1';
  return `// Written by laurel intercept: the served hosts by its proxy, everything else directly.
function FindProxyForURL(url, host) {
  var served = ${JSON.stringify(servedHosts)};
  return served.indexOf(host.toLowerCase()) >= 0 ? "PROXY ${address}" : "DIRECT";
}
`;
}
