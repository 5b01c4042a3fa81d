import type { Languages, Sandbox, Scid, Xuid } from '@laurel/domain';
import type { Outgoing, TakenOver } from '../http/exchange.ts';
import type { Bulletin, Stream } from './hub.ts';

/** What one stream may cost, and how long it may take. All times in milliseconds. */
export type EventStreamLimits = {
  /** Bytes that a client has not read; beyond, the stream ends, and the client comes back. */
  readonly unreadBytesMax: number;
  /** How long a client may take to end its side. */
  readonly goodbyeMs: number;
  /** How often something is said where nothing happens. */
  readonly quietMs: number;
  /** How long a stream lives, by the instance's clock. */
  readonly lifetimeMs: number;
  /** When a client is to come back, in milliseconds. */
  readonly retryMs: number;
};

/** The defaults. Source: [I]. */
export const eventStreamLimits: EventStreamLimits = {
  unreadBytesMax: 256 * 1024,
  goodbyeMs: 2_000,
  quietMs: 15_000,
  lifetimeMs: 2 * 3_600_000,
  retryMs: 3_000,
};

/** What streams share. */
export type EventStreamRooms = {
  readonly limits: EventStreamLimits;
  readonly clockMs: () => number;
  readonly isDraining: () => boolean;
  readonly onDropped: () => void;
  readonly onEnded: (stream: EventStream) => void;
};

/** Whom a stream is about, and where it begins. */
export type StreamOrder = {
  readonly owner: Xuid;
  readonly sandbox: Sandbox;
  readonly scid: Scid | null;
  readonly languages: Languages;
};

/**
 * A stream of server-sent events on a connection that the edge has handed over. Until the past has
 * been told, what happens is not written: it is found when the past is read.
 *
 * Source: HTML, "Server-sent events".
 */
export class EventStream implements TakenOver, Stream {
  readonly owner: Xuid;
  readonly sandbox: Sandbox;
  readonly scid: Scid | null;
  readonly languages: Languages;
  readonly #outgoing: Outgoing;
  readonly #rooms: EventStreamRooms;
  readonly #diesAtMs: number;
  #isOver = false;
  #isLive = false;
  #isBehind = false;
  #saidAtMs: number;
  #goneAtMs = 0;
  #nowMs: number;

  constructor(
    outgoing: Outgoing,
    { order, rooms, nowMs }: { order: StreamOrder; rooms: EventStreamRooms; nowMs: number },
  ) {
    this.owner = order.owner;
    this.sandbox = order.sandbox;
    this.scid = order.scid;
    this.languages = order.languages;
    this.#outgoing = outgoing;
    this.#rooms = rooms;
    this.#nowMs = nowMs;
    this.#saidAtMs = nowMs;
    this.#diesAtMs = rooms.clockMs() + rooms.limits.lifetimeMs;
    this.#write(`retry: ${rooms.limits.retryMs}\n\n`);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @returns whether something happened since the last call that was not written */
  takeBehind(): boolean {
    const isBehind = this.#isBehind;
    this.#isBehind = false;
    return isBehind;
  }

  /** From here on what happens is written at once. */
  goLive(): void {
    this.#isLive = true;
  }

  publish(bulletin: Bulletin): void {
    if (this.#isLive) this.write(bulletin);
    else this.#isBehind = true;
  }

  resync(): void {
    if (this.#isLive) this.writeResync(null);
    else this.#isBehind = true;
  }

  /** Writes a bulletin; only its last event has the id, so that a client never misses a part. */
  write({ news, sequence }: Bulletin): void {
    const lines = news.map(({ name, json }, at) => {
      const id = at === news.length - 1 ? `id: ${sequence}\n` : '';
      return `${id}event: ${name}\ndata: ${json}\n\n`;
    });
    this.#write(lines.join(''));
  }

  /** Says that something happened that no event tells. @param sequence up to where */
  writeResync(sequence: number | null): void {
    this.#write(`${sequence === null ? '' : `id: ${sequence}\n`}event: resync\ndata: {}\n\n`);
  }

  /** Says where the client stands, before anything happened. */
  writePlace(sequence: number): void {
    this.#write(`id: ${sequence}\nevent: ready\ndata: {}\n\n`);
  }

  /** A client of a stream has nothing more to say. */
  receive(): void {}

  drained(): void {}

  ended(): void {
    this.finish();
  }

  closed(): void {
    this.#end();
  }

  sweep(nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.#isOver) {
      if (nowMs >= this.#goneAtMs) this.#outgoing.destroy();
      return;
    }
    if (this.#rooms.isDraining() || this.#rooms.clockMs() >= this.#diesAtMs) this.finish();
    else if (nowMs - this.#saidAtMs >= this.#rooms.limits.quietMs) this.#write(':\n\n');
  }

  finish(): void {
    if (this.#isOver) return;
    this.#goneAtMs = this.#nowMs + this.#rooms.limits.goodbyeMs;
    this.#end();
    this.#outgoing.end();
  }

  #write(text: string): void {
    if (this.#isOver) return;
    if (this.#outgoing.writableLength > this.#rooms.limits.unreadBytesMax) {
      this.#rooms.onDropped();
      this.#end();
      this.#outgoing.destroy();
      return;
    }
    this.#saidAtMs = this.#nowMs;
    this.#outgoing.write(Buffer.from(text));
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#rooms.onEnded(this);
  }
}
