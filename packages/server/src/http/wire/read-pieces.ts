import { Socket, type SocketConstructorOpts } from 'node:net';

/** Where every plain socket reads to, as much as Node reads at a time; it is copied at once. */
const shared = Buffer.allocUnsafeSlow(64 * 1024);

/** What Node keeps of an accepted connection; it knows no public way to another socket. */
type Accepted = { _handle: unknown; readonly _server: unknown };

/**
 * Takes what arrives on a connection piece by piece, in order, as long as its socket is not paused.
 *
 * By itself Node reads each piece into 64 KiB that it allocates for it, copies it and frees them.
 * The piece is a buffer of its own, which the collection of garbage frees one by one, and streams
 * keep an account of it. That is a tenth of an update. Only sockets that connect can be given a
 * buffer to read into by documented means, so the connection is taken over from the socket that a
 * server made; the tests say whether another version of Node still has it so. What is no plain
 * socket, as one of TLS, is read as Node reads it.
 *
 * @param accepted of no use any more
 * @param take told each piece
 * @returns the socket of the connection from now on
 */
export function readPieces(accepted: Socket, take: (bytes: Buffer) => void): Socket {
  if (isPlain(accepted)) return takeOver(accepted, take);
  accepted.on('data', take);
  return accepted;
}

function isPlain(accepted: Socket): accepted is Socket & Accepted {
  const { _handle: handle } = accepted as unknown as Accepted;
  return Object.getPrototypeOf(accepted) === Socket.prototype && Boolean(handle);
}

function takeOver(accepted: Socket & Accepted, take: (bytes: Buffer) => void): Socket {
  const { _handle: handle, _server: server, allowHalfOpen } = accepted;
  const socket = new Socket({
    handle,
    allowHalfOpen,
    readable: true,
    writable: true,
    onread: {
      buffer: shared,
      callback(length) {
        const piece = Buffer.allocUnsafe(length);
        shared.copy(piece, 0, 0, length);
        take(piece);
        return true;
      },
    },
  } as SocketConstructorOpts);
  accepted._handle = null;
  // By which the server knows when its last connection has ended.
  return Object.assign(socket, { _server: server });
}
