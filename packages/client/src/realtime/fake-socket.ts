import type { SocketConstructor } from './socket.ts';

/** A WebSocket of the runtime's shape that a test plays the service for. */
export type FakeSocket = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly protocol: string;
  /** Frames the client sent. */
  readonly sent: readonly unknown[];
  readonly isClosed: boolean;
  open(): void;
  /** Sends a frame; text goes as it is. */
  say(frame: unknown): void;
  end(): void;
};

/** Makes a WebSocket class whose sockets are kept, in order: for tests. */
export function createFakeSockets(): {
  WebSocket: SocketConstructor;
  sockets: readonly FakeSocket[];
  latest(): FakeSocket;
} {
  const sockets: FakeSocket[] = [];
  type Listener = (event: { data?: unknown }) => void;

  class FakeWebSocket implements FakeSocket {
    binaryType = 'blob';
    readonly sent: unknown[] = [];
    readonly url: string;
    readonly headers: Readonly<Record<string, string>> | null;
    readonly protocol: string;
    isClosed = false;
    readonly #listeners = new Map<string, Listener[]>();

    constructor(
      url: string,
      options: string | { protocols: string; headers: Record<string, string> },
    ) {
      this.url = url;
      this.headers = typeof options === 'string' ? null : options.headers;
      this.protocol = typeof options === 'string' ? options : options.protocols;
      sockets.push(this);
    }
    addEventListener(kind: string, listener: Listener): void {
      this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener]);
    }
    send(text: string): void {
      this.sent.push(JSON.parse(text));
    }
    close(): void {
      this.isClosed = true;
    }
    open(): void {
      this.#emit('open', {});
    }
    say(frame: unknown): void {
      const isRaw = typeof frame === 'string' || frame instanceof ArrayBuffer;
      this.#emit('message', { data: isRaw ? frame : JSON.stringify(frame) });
    }
    end(): void {
      this.isClosed = true;
      this.#emit('error', {});
      this.#emit('close', {});
    }
    #emit(kind: string, event: { data?: unknown }): void {
      for (const listener of this.#listeners.get(kind) ?? []) listener(event);
    }
  }

  return {
    WebSocket: FakeWebSocket,
    sockets,
    latest() {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error('no socket was opened');
      return socket;
    },
  };
}
