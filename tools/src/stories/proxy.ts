import { connect, createServer, type Server, type Socket } from 'node:net';
import type { NetworkMode } from './story-plan.ts';

/** A network between the client and the server that fails on purpose. */
export type FaultyNetwork = AsyncDisposable & {
  readonly port: number;
  setMode(mode: NetworkMode): Promise<void>;
};

/** A slow network hands on so many bytes at a time, so far apart. */
const slowBytes = 40;
const slowMs = 4;

const statuses: Partial<Record<NetworkMode, string>> = {
  status429: '429 Too Many Requests\r\nRetry-After: 1',
  status500: '500 Internal Server Error',
  status502: '502 Bad Gateway',
  status503: '503 Service Unavailable\r\nRetry-After: 2',
};

/** @param upstreamPort of the server, on this machine */
export async function startProxy(upstreamPort: () => number): Promise<FaultyNetwork> {
  let mode: NetworkMode = 'pass';
  const open = new Set<Socket>();
  const swallowed = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => {
      open.delete(socket);
      swallowed.delete(socket);
    });
    socket.on('error', () => socket.destroy());
    serve(socket, { mode: () => mode, upstreamPort, swallow: () => swallowed.add(socket) });
  });
  const port = await listen(server, 0);

  function hangUp(): void {
    for (const socket of open) socket.resetAndDestroy();
  }

  return {
    port,
    async setMode(next) {
      const wasRefused = mode === 'refused';
      mode = next;
      if (next === 'refused' && !wasRefused) {
        hangUp();
        await new Promise((resolve) => server.close(resolve));
      }
      if (next !== 'refused' && wasRefused) await listen(server, port);
      // What was swallowed is not waited for when all is well again.
      if (next === 'pass') for (const socket of swallowed) socket.resetAndDestroy();
    },
    async [Symbol.asyncDispose]() {
      hangUp();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

type Around = {
  readonly mode: () => NetworkMode;
  readonly upstreamPort: () => number;
  /** Takes note of a connection that is never answered. */
  readonly swallow: () => void;
};

/** Reads one request whole, then does with it what the network does now. One to a connection. */
function serve(socket: Socket, { mode, upstreamPort, swallow }: Around): void {
  let received = Buffer.alloc(0);
  let isServed = false;
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (isServed || !isWhole(received)) return;
    isServed = true;
    const now = mode();
    const status = statuses[now];
    if (now === 'blackHole') swallow();
    else if (status !== undefined) answer(socket, status, '{}');
    else if (now === 'page') answer(socket, '200 OK', '<html>Welcome to the network</html>');
    else if (now === 'noSense') socket.end(Buffer.from([0, 255, 13, 10, 1, 2, 13, 10, 13, 10]));
    else forward(socket, { request: withClose(received), mode: now, port: upstreamPort() });
  });
}

function isWhole(received: Buffer): boolean {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const [, length = '0'] =
    /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, end)) ?? [];
  return received.length >= end + 4 + Number(length);
}

/** Asks the server to close the connection, so that the end of its answer is seen. */
function withClose(request: Buffer): Buffer {
  const end = request.indexOf('\r\n\r\n');
  const head = request.toString('latin1', 0, end).replace(/\r\nconnection: [^\r]*/i, '');
  return Buffer.concat([
    Buffer.from(`${head}\r\nConnection: close`, 'latin1'),
    request.subarray(end),
  ]);
}

function answer(socket: Socket, status: string, body: string): void {
  const length = Buffer.byteLength(body);
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${body}`);
}

function forward(
  socket: Socket,
  { request, mode, port }: { request: Buffer; mode: NetworkMode; port: number },
): void {
  const upstream = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  upstream.on('error', () => socket.destroy());
  upstream.on('connect', () => upstream.write(request));
  upstream.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('close', () => upstream.destroy());
  upstream.on('end', () => {
    const whole = Buffer.concat(chunks);
    // The server has committed by now; what the client learns of it is the network's affair.
    if (mode === 'loseAnswer') socket.resetAndDestroy();
    else if (mode === 'resetMidBody') cut(socket, whole);
    else if (mode === 'slow') trickle(socket, whole);
    else socket.end(whole);
  });
}

function cut(socket: Socket, whole: Buffer): void {
  socket.write(whole.subarray(0, Math.floor(whole.length / 2)), () => socket.resetAndDestroy());
}

function trickle(socket: Socket, rest: Buffer): void {
  if (socket.destroyed) return;
  if (rest.length <= slowBytes) {
    socket.end(rest);
    return;
  }
  socket.write(rest.subarray(0, slowBytes));
  setTimeout(() => trickle(socket, rest.subarray(slowBytes)), slowMs);
}
