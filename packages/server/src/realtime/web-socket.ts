import type { Outgoing, TakenOver } from '../http/exchange.ts';
import { closeCodes, closeFrame, pingFrame, pongFrame, textFrame } from './frame-bytes.ts';
import { FrameReader, type Incoming } from './frame-reader.ts';
import { resyncText } from './message.ts';
import type { Outlet } from './session.ts';

/** What one connection may cost, and how long it may take. All times in milliseconds. */
export type WebSocketLimits = {
  /** Bytes that a client has not read; beyond, it is told only that it missed something. */
  readonly unreadBytesMax: number;
  /** How long a client may take to read them. */
  readonly catchUpMs: number;
  /** A client that is quiet is asked this often whether it is there. */
  readonly pingEveryMs: number;
  /** A client that is quiet for so long is gone. */
  readonly silenceMs: number;
  /** How long a connection lives, by the instance's clock. Source: wire contract §6.1 [X]. */
  readonly lifetimeMs: number;
  /** How long a client may take to say goodbye. */
  readonly goodbyeMs: number;
};

/** The defaults. Source: wire contract §6.1; the others [I]. */
export const webSocketLimits: WebSocketLimits = {
  unreadBytesMax: 256 * 1024,
  catchUpMs: 10_000,
  pingEveryMs: 30_000,
  silenceMs: 75_000,
  lifetimeMs: 2 * 3_600_000,
  goodbyeMs: 2_000,
};

/** Who is at the other end, as far as a connection has to know. */
export type Conversation = {
  receive(text: string): void;
  /** Nothing more is said. Called once. */
  end(): void;
};

/** What connections share. */
export type WebSocketRooms = {
  readonly limits: WebSocketLimits;
  readonly clockMs: () => number;
  /** Whether the server takes nothing new and lets go of what it has. */
  readonly isDraining: () => boolean;
  readonly onDropped: () => void;
  readonly onMissed: () => void;
  readonly onEnded: () => void;
};

/**
 * A WebSocket on a connection that the edge has handed over: frames, pings, goodbyes, and what a
 * client that does not read may cost. It never waits and never throws.
 *
 * Source: RFC 6455.
 */
export class WebSocketConnection implements TakenOver, Outlet {
  readonly #outgoing: Outgoing;
  readonly #rooms: WebSocketRooms;
  readonly #conversation: Conversation;
  readonly #reader = new FrameReader();
  readonly #diesAtMs: number;
  #state: 'Open' | 'Closing' | 'Over' = 'Open';
  #heardAtMs: number;
  #pingedAtMs: number;
  /** Since when the client has too much to read; `null` while it keeps up. */
  #behindSinceMs: number | null = null;
  #goodbyeAtMs = 0;
  #nowMs: number;

  /** @param converse makes what speaks through this connection */
  constructor(
    outgoing: Outgoing,
    {
      rooms,
      converse,
      nowMs,
    }: { rooms: WebSocketRooms; converse: (outlet: Outlet) => Conversation; nowMs: number },
  ) {
    this.#outgoing = outgoing;
    this.#rooms = rooms;
    this.#heardAtMs = nowMs;
    this.#pingedAtMs = nowMs;
    this.#nowMs = nowMs;
    this.#diesAtMs = rooms.clockMs() + rooms.limits.lifetimeMs;
    this.#conversation = converse(this);
  }

  send(text: string): void {
    if (this.#state !== 'Open' || this.#behindSinceMs !== null) return;
    if (this.#outgoing.writableLength > this.#rooms.limits.unreadBytesMax) {
      this.#behindSinceMs = this.#nowMs;
      this.#rooms.onMissed();
      return;
    }
    this.#outgoing.write(textFrame(text));
  }

  close(code: number, reason: string): void {
    if (this.#state !== 'Open') return;
    this.#state = 'Closing';
    this.#goodbyeAtMs = this.#nowMs + this.#rooms.limits.goodbyeMs;
    this.#end();
    this.#outgoing.write(closeFrame(code, reason));
    // What the client still sends is read until it says goodbye too.
    this.#outgoing.resume();
  }

  hold(isHeld: boolean): void {
    if (isHeld && this.#state === 'Open') this.#outgoing.pause();
    else this.#outgoing.resume();
  }

  receive(bytes: Buffer): void {
    this.#heardAtMs = this.#nowMs;
    let ping: Buffer | null = null;
    for (const incoming of this.#reader.take(bytes)) {
      if (this.#state === 'Over') return;
      if (incoming.kind === 'Ping') ping = incoming.payload;
      else this.#take(incoming);
    }
    // Of several pings the last may be answered for all. Source: RFC 6455, section 5.5.3.
    if (ping !== null) this.#answerPing(ping);
  }

  drained(): void {
    if (this.#behindSinceMs === null) return;
    this.#behindSinceMs = null;
    this.send(resyncText);
  }

  ended(): void {
    if (this.#state === 'Over') return;
    this.#over();
    this.#outgoing.end();
  }

  closed(): void {
    if (this.#state !== 'Over') this.#over();
  }

  sweep(nowMs: number): void {
    this.#nowMs = nowMs;
    const { limits, clockMs, isDraining } = this.#rooms;
    if (this.#state !== 'Open') {
      if (nowMs >= this.#goodbyeAtMs) this.#outgoing.destroy();
      return;
    }
    if (isDraining()) this.finish();
    else if (clockMs() >= this.#diesAtMs) this.close(closeCodes.goingAway, 'come again');
    else if (this.#behindSinceMs !== null) this.#dropIfStuck(this.#behindSinceMs);
    else if (nowMs - this.#heardAtMs >= limits.silenceMs) this.#drop();
    else this.#ping();
  }

  finish(): void {
    this.close(closeCodes.goingAway, 'the server stops');
  }

  #take(incoming: Incoming): void {
    switch (incoming.kind) {
      case 'Message':
        if (this.#state === 'Open') this.#conversation.receive(incoming.text);
        return;
      case 'Close':
        this.#leave(incoming.code);
        return;
      case 'Fault':
        this.close(incoming.code, incoming.reason);
        return;
      default:
    }
  }

  /** The client says goodbye, first or in return. Source: RFC 6455, section 5.5.1. */
  #leave(code: number | null): void {
    if (this.#state === 'Open') {
      this.#outgoing.write(code === null ? closeWithoutCode : closeFrame(code));
    }
    this.#over();
    this.#outgoing.end();
  }

  #answerPing(payload: Buffer): void {
    if (this.#state !== 'Open' || this.#behindSinceMs !== null) return;
    if (this.#outgoing.writableLength > this.#rooms.limits.unreadBytesMax) {
      this.#behindSinceMs = this.#nowMs;
      return;
    }
    this.#outgoing.write(pongFrame(payload));
  }

  #ping(): void {
    const nowMs = this.#nowMs;
    const quietSinceMs = Math.max(this.#heardAtMs, this.#pingedAtMs);
    if (nowMs - quietSinceMs < this.#rooms.limits.pingEveryMs) return;
    this.#pingedAtMs = nowMs;
    this.#outgoing.write(pingFrame);
  }

  #dropIfStuck(sinceMs: number): void {
    if (this.#nowMs - sinceMs >= this.#rooms.limits.catchUpMs) this.#drop();
  }

  /** It reads nothing, so no goodbye would reach it. */
  #drop(): void {
    this.#rooms.onDropped();
    this.#over();
    this.#outgoing.destroy();
  }

  #over(): void {
    if (this.#state === 'Open') this.#end();
    this.#state = 'Over';
    this.#goodbyeAtMs = this.#nowMs + this.#rooms.limits.goodbyeMs;
  }

  #end(): void {
    this.#conversation.end();
    this.#rooms.onEnded();
  }
}

const closeWithoutCode: Buffer = Buffer.from([0x88, 0]);
