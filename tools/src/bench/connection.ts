import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createReplyReader, type OnReply } from './reply-reader.ts';

/** All connections read into this; what was read is used up before the next read. */
const readBuffer = Buffer.allocUnsafe(128 * 1024);

/** A keep-alive connection that is told of answers and keeps none of them. */
export type Connection = {
  /** Sends a whole request; the buffer may be changed once its answer is there. */
  send(request: Buffer): void;
  close(): void;
};

/**
 * Opens a connection over loopback.
 *
 * @param onFailure told when the connection ends before it is closed here
 */
export async function openConnection(
  port: number,
  { onReply, onFailure }: { onReply: OnReply; onFailure: (reason: Error) => void },
): Promise<Connection> {
  const take = createReplyReader(onReply);
  let isClosed = false;
  function fail(reason: Error): void {
    if (!isClosed) onFailure(reason);
  }
  const socket: Socket = connect({
    host: '127.0.0.1',
    port,
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback(bytes, buffer) {
        try {
          take(buffer as Buffer, bytes);
        } catch (thrown) {
          fail(thrown instanceof Error ? thrown : new Error(String(thrown)));
        }
        return true;
      },
    },
  });
  await once(socket, 'connect');
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`the server on port ${port} closed a connection`)));
  return {
    send: (request) => void socket.write(request),
    close() {
      isClosed = true;
      socket.destroy();
    },
  };
}

/** A whole answer. */
export type WholeReply = { readonly status: number; readonly body: Buffer };

/** Sends one request on a connection of its own and keeps the whole answer. */
export async function exchangeOnce(port: number, request: Buffer): Promise<WholeReply> {
  const socket = connect({ host: '127.0.0.1', port });
  const chunks: Buffer[] = [];
  try {
    return await new Promise<WholeReply>((resolve, reject) => {
      const take = createReplyReader((status, bodyBytes) => {
        const all = Buffer.concat(chunks);
        resolve({ status, body: all.subarray(all.length - bodyBytes) });
      });
      socket.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        take(chunk, chunk.length);
      });
      socket.on('error', reject);
      socket.on('end', () => reject(new Error(`the server on port ${port} gave no answer`)));
      socket.write(request);
    });
  } finally {
    socket.destroy();
  }
}
