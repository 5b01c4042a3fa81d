import { connect, createServer, type Socket } from 'node:net';

/** The way to a server, which can be cut and mended while the address stays. */
export type CuttableNetwork = AsyncDisposable & {
  readonly url: string;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Lets connections through again. */
  mend(): Promise<void>;
};

/** @param target address of the server, such as `http://127.0.0.1:4000` */
export async function openCuttableNetwork(target: string): Promise<CuttableNetwork> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // The other side goes away whenever it likes.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((incoming) => {
    const outgoing = keep(connect(Number(targetPort), hostname));
    keep(incoming).pipe(outgoing).pipe(incoming);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  async function cut(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    mend: () => listen(port),
    [Symbol.asyncDispose]: cut,
  };
}
