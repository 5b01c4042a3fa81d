import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { clientFrame } from '../conformance/ws/client-socket.ts';

/** All connections read into this; what was read is used up before the next read. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/** An answer to the upgrade, or to a subscription, that takes longer does not come. */
const answerMs = 20_000;

/** A real-time connection that keeps nothing of what it is told. */
export type LiveConnection = {
  /** Subscribes, and waits for the reply. @throws by the result, unless it is a success */
  subscribe(uri: string): Promise<void>;
  /** Reads nothing more. */
  stall(): void;
  close(): void;
  readonly isClosed: boolean;
};

/**
 * Opens a real-time connection over loopback.
 *
 * @param onText told of each message; the text of a large one may come in parts
 */
export async function openLive(
  port: number,
  { authorization, onText }: { authorization: string; onText: (text: string) => void },
): Promise<LiveConnection> {
  let upgraded: (() => void) | null = null;
  let replied: ((text: string) => void) | null = null;
  let isClosed = false;
  let head = '';

  function take(bytes: Buffer): void {
    if (upgraded !== null) {
      head += bytes.toString('latin1');
      if (head.includes('\r\n\r\n')) upgraded();
      return;
    }
    const text = bytes.toString();
    if (replied === null) onText(text);
    else replied(text);
  }

  const socket: Socket = connect({
    host: '127.0.0.1',
    port,
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback(bytes, buffer) {
        take((buffer as Buffer).subarray(0, bytes));
        return true;
      },
    },
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    isClosed = true;
  });
  await once(socket, 'connect');
  const opened = new Promise<void>((resolve) => {
    upgraded = resolve;
  });
  socket.write(upgradeRequest(authorization));
  await within(opened, 'the upgrade was not answered');
  upgraded = null;
  if (!head.startsWith('HTTP/1.1 101 ')) throw new Error(`the upgrade: ${head.slice(0, 80)}`);

  return {
    async subscribe(uri) {
      const reply = new Promise<string>((resolve) => {
        replied = resolve;
      });
      socket.write(clientFrame(1, Buffer.from(JSON.stringify([1, 1, uri]))));
      const text = await within(reply, 'the subscription was not answered');
      replied = null;
      if (!text.includes('[1,1,0,')) throw new Error(`the subscription: ${text.slice(0, 80)}`);
    },
    stall: () => void socket.pause(),
    close: () => socket.destroy(),
    get isClosed() {
      return isClosed;
    },
  };
}

function upgradeRequest(authorization: string): string {
  return [
    'GET /connect HTTP/1.1',
    'Host: rta.xboxlive.com',
    `Authorization: ${authorization}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: rta.xboxlive.com.V2',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    '\r\n',
  ].join('\r\n');
}

function within<T>(answer: Promise<T>, why: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(why)), answerMs);
    answer.then((value) => {
      clearTimeout(timer);
      resolve(value);
    }, reject);
  });
}
