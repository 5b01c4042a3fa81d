/** The part of a WebSocket that is used. */
export type Socket = {
  send(text: string): void;
  close(): void;
};

/** A WebSocket as every runtime has it, or one that stands for it. */
export type SocketConstructor = new (
  url: string,
  options: string | { protocols: string; headers: Record<string, string> },
) => {
  binaryType: string;
  send(text: string): void;
  close(): void;
  addEventListener(kind: string, listener: (event: { readonly data?: unknown }) => void): void;
};

/** What happens to a socket. `ended` comes once, however it ended. */
export type SocketListener = {
  opened(): void;
  /** Frames of UTF-8 bytes come as text; what is neither comes as `undefined`. */
  received(text: string | undefined): void;
  ended(): void;
};

/** The sub-protocol of the service. Source: wire contract §6.1. */
const protocol = 'rta.xboxlive.com.V2';

/**
 * Opens a WebSocket.
 *
 * @param headers only where the runtime can send them
 * @throws what the runtime throws for an address it does not take
 */
export function openSocket(
  injected: SocketConstructor | undefined,
  { url, headers }: { url: string; headers: Record<string, string> | null },
  listener: SocketListener,
): Socket {
  const Constructor = injected ?? (globalThis.WebSocket as unknown as SocketConstructor);
  const socket = new Constructor(
    url,
    headers === null ? protocol : { protocols: protocol, headers },
  );
  socket.binaryType = 'arraybuffer';
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    listener.ended();
  };
  socket.addEventListener('open', () => listener.opened());
  socket.addEventListener('message', ({ data }) => listener.received(textOf(data)));
  socket.addEventListener('error', end);
  socket.addEventListener('close', end);
  return socket;
}

function textOf(received: unknown): string | undefined {
  if (typeof received === 'string') return received;
  return received instanceof ArrayBuffer ? new TextDecoder().decode(received) : undefined;
}
