import type { Socket } from 'node:net';

/**
 * Takes what arrives on a socket piece by piece, in order, as long as it is not paused. Node's
 * streams keep an account of each piece and emit an event for it, which is 7 % of a small request;
 * only what comes while the socket is paused goes that way.
 */
export function takePieces(socket: Socket, take: (bytes: Buffer) => void): void {
  const { push } = socket;
  socket.push = (bytes: Buffer | null) => {
    if (bytes === null || socket.isPaused() || socket.readableLength > 0) {
      return push.call(socket, bytes);
    }
    take(bytes);
    return true;
  };
  // This also lets the socket begin to read.
  socket.on('data', take);
}
