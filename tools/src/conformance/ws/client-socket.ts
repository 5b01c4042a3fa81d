import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { WireRequest } from '../wire.ts';

/** What a server sends. Pings are answered and not told. */
export type FromServer =
  | { readonly kind: 'Text'; readonly text: string }
  | { readonly kind: 'Pong' }
  /** `null` where the connection ended without a code. */
  | { readonly kind: 'Closed'; readonly code: number | null };

/** What an upgrade was answered. */
export type Opened = {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` unless the answer is 101. */
  readonly socket: ClientSocket | null;
};

/** An answer that takes longer counts as none. */
const answerWithinMs = 15_000;

const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/**
 * Asks a server to make a connection a WebSocket. It is written for the vectors: it says what it is
 * told to say, also what no browser would.
 *
 * @param base the instance's address
 * @throws {Error} by the result, when no answer comes
 */
export function openSocket(base: URL, { host, path, headers }: WireRequest): Promise<Opened> {
  const isSecure = base.protocol === 'https:';
  const prefix = base.pathname.replace(/\/$/, '');
  return new Promise((resolve, reject) => {
    const outgoing = (isSecure ? httpsRequest : httpRequest)({
      agent: false,
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port === '' ? (isSecure ? 443 : 80) : Number(base.port),
      method: 'GET',
      path: `${prefix}${path}`,
      setHost: false,
      timeout: answerWithinMs,
      headers: {
        host: host ?? base.host,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        ...headers,
      },
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('the upgrade was not answered')));
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      incoming.resume();
      resolve({ ...answered(incoming), socket: null });
    });
    outgoing.on('upgrade', (incoming: IncomingMessage, duplex: Duplex, first: Buffer) => {
      outgoing.setTimeout(0);
      resolve({ ...answered(incoming), socket: new ClientSocket(duplex, first) });
    });
    outgoing.end();
  });
}

function answered(incoming: IncomingMessage) {
  const pairs = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return { status: incoming.statusCode ?? 0, headers: Object.fromEntries(pairs) };
}

/** A connection from the client's side; what comes is kept until it is asked for. */
export class ClientSocket {
  readonly #duplex: Duplex;
  readonly #arrived: FromServer[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #wake: (() => void) | null = null;
  #isClosed = false;

  constructor(duplex: Duplex, first: Buffer) {
    this.#duplex = duplex;
    duplex.on('data', (bytes: Buffer) => this.#take(bytes));
    duplex.on('error', () => duplex.destroy());
    duplex.on('end', () => this.#closed(null));
    duplex.on('close', () => this.#closed(null));
    if (first.length > 0) this.#take(first);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  sendText(text: string): void {
    this.#send(opcodes.text, Buffer.from(text));
  }

  sendBinary(text: string): void {
    this.#send(opcodes.binary, Buffer.from(text));
  }

  /** Sends bytes as they are, be they frames or not. */
  sendBytes(bytes: Buffer): void {
    if (this.#duplex.writable) this.#duplex.write(bytes);
  }

  ping(): void {
    this.#send(opcodes.ping, Buffer.from('are you there'));
  }

  /** Says goodbye; the server ends the connection. */
  close(code: number): void {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#send(opcodes.close, payload);
  }

  destroy(): void {
    this.#duplex.destroy();
  }

  /** Takes the first of what has come that is accepted. @returns `null` when none does in time */
  async next(
    withinMs: number,
    accept: (found: FromServer) => boolean = () => true,
  ): Promise<FromServer | null> {
    const untilMs = performance.now() + withinMs;
    for (;;) {
      const at = this.#arrived.findIndex(accept);
      const [found] = at === -1 ? [] : this.#arrived.splice(at, 1);
      if (found !== undefined) return found;
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) return null;
      await this.#arrival(leftMs);
    }
  }

  #arrival(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), withinMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  #keep(found: FromServer): void {
    this.#arrived.push(found);
    this.#wake?.();
  }

  #closed(code: number | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#keep({ kind: 'Closed', code });
    this.#duplex.end();
  }

  #send(opcode: number, payload: Buffer): void {
    if (this.#duplex.writable) this.#duplex.write(clientFrame(opcode, payload));
  }

  #take(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (;;) {
      const frame = serverFrame(this.#bytes);
      if (frame === null) return;
      this.#bytes = this.#bytes.subarray(frame.bytes);
      this.#frame(frame);
    }
  }

  #frame({ opcode, payload }: ServerFrame): void {
    if (opcode === opcodes.ping) this.#send(opcodes.pong, payload);
    else if (opcode === opcodes.pong) this.#keep({ kind: 'Pong' });
    else if (opcode === opcodes.close) {
      this.#send(opcodes.close, payload.subarray(0, 2));
      this.#closed(payload.length >= 2 ? payload.readUInt16BE(0) : null);
    } else this.#keep({ kind: 'Text', text: payload.toString() });
  }
}

type ServerFrame = { readonly opcode: number; readonly payload: Buffer; readonly bytes: number };

/** A server does not mask, and ours sends each message in one frame. */
function serverFrame(bytes: Buffer): ServerFrame | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const headBytes = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < headBytes) return null;
  const length =
    short === 127
      ? Number(bytes.readBigUInt64BE(2))
      : short === 126
        ? bytes.readUInt16BE(2)
        : short;
  const end = headBytes + length;
  if (bytes.length < end) return null;
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(headBytes, end), bytes: end };
}

/** @returns a whole masked frame */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, length >> 8, length & 0xff]);
  const mask = randomBytes(4);
  const masked = Buffer.from(payload.map((byte, at) => byte ^ (mask[at & 3] ?? 0)));
  return Buffer.concat([head, mask, masked]);
}
