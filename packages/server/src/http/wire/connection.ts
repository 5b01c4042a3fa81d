import type { Socket } from 'node:net';
import {
  BodyCutOff,
  BodyTooLarge,
  type TakenOver,
  type WireAnswer,
  type WireRequest,
} from '../exchange.ts';
import { fault } from '../refuse.ts';
import { takenOverHead, writeAnswer, writeCut } from './answer-bytes.ts';
import { ChunkFault, type ChunkReader, createChunkReader } from './chunks.ts';
import type { Gathered, Gathering } from './gathering.ts';
import type { Head, HeadFault } from './head.ts';
import { headIn } from './known-heads.ts';

/** What a connection may cost. All times in milliseconds. */
export type ConnectionLimits = {
  /** For the head of a request to arrive. */
  readonly headTimeoutMs: number;
  /** For the body of a request to arrive. */
  readonly bodyTimeoutMs: number;
  /** How long an idle connection is kept. */
  readonly keepAliveMs: number;
  readonly headBytesMax: number;
};

/** Answers requests. */
export type Answerer = { answer(request: WireRequest): Promise<WireAnswer> | WireAnswer };

/** Where a connection stands; each has a deadline, but for the one in which we are at work. */
type Stage =
  /** Between requests. */
  | 'Idle'
  /** A head has begun to arrive. */
  | 'Head'
  /** A request is being answered; its body may still be arriving. */
  | 'Answering'
  /** It speaks HTTP no more: what arrives and what happens is passed on. */
  | 'TakenOver'
  /** The last answer is leaving, or what the client still sends is thrown away. */
  | 'Ending';

/** How a body arrives; `content` settles once. */
type Arriving = {
  readonly bytesMax: number;
  readonly chunks: ChunkReader | null;
  resolve(content: Buffer): void;
  reject(reason: Error): void;
};

/** Bytes of a next request that wait while one is answered; beyond, the socket is not read. */
const waitingBytesMax = 64 * 1024;

/** Bytes of answers that a client has not read; beyond, its next request waits. */
const unreadBytesMax = 1024 * 1024;

/** How long a client may take to read what it asked for, in milliseconds. */
const readTimeoutMs = 30_000;

const noBytes = Buffer.alloc(0);

/** The empty line behind a head. */
const headEnd = Buffer.from('\r\n\r\n');

/**
 * One client's connection: reads requests one after another, has each answered, and writes the
 * answers in the order of the requests.
 *
 * It is written out, and not Node's own, because for small requests Node's takes twice the time of
 * everything else together (docs/decisions). It speaks the part of HTTP/1.1 that an API needs and
 * refuses the rest: what cannot be understood in exactly one way ends the connection.
 */
export class Connection implements Gathered {
  readonly #socket: Socket;
  readonly #limits: ConnectionLimits;
  readonly #app: Answerer;
  readonly #gathering: Gathering;
  readonly #remoteAddress: string;
  #stage: Stage = 'Idle';
  /** Bytes that have arrived and belong to no request yet, or to the body that is arriving. */
  #bytes: Buffer = noBytes;
  #head: Head | null = null;
  /** Its answer, from when it is made until it is sent. */
  #answer: WireAnswer | null = null;
  /** Set while the body is being read. */
  #arriving: Arriving | null = null;
  /** The body, once it was asked for; who checks a signature and who answers both read it. */
  #content: Promise<Buffer> | Buffer | null = null;
  /** Whether the body has been taken out of the way of the next request. */
  #isBodyDone = true;
  /** By the coarse clock of the sweep. */
  #deadlineMs: number;
  #isLast = false;
  #taken: TakenOver | null = null;

  constructor(
    socket: Socket,
    {
      app,
      gathering,
      limits,
      nowMs,
    }: { app: Answerer; gathering: Gathering; limits: ConnectionLimits; nowMs: number },
  ) {
    this.#socket = socket;
    this.#app = app;
    this.#gathering = gathering;
    this.#limits = limits;
    this.#remoteAddress = socket.remoteAddress ?? '';
    this.#deadlineMs = nowMs + limits.headTimeoutMs;
    socket.on('end', () => this.#ended());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#cutOff());
    socket.on('drain', () => this.#drained());
  }

  /** Ends the connection when what it is doing has taken too long. Called by the sweep. */
  sweep(nowMs: number): void {
    if (this.#taken !== null) {
      this.#taken.sweep(nowMs);
      return;
    }
    if (this.#stage === 'Answering' && this.#arriving === null) {
      // We are at work, or the client has not read what it asked for before.
      if (this.#socket.writableLength === 0) this.#deadlineMs = nowMs + readTimeoutMs;
    }
    if (nowMs < this.#deadlineMs) return;
    if (this.#stage === 'Head') this.#refuse({ status: 408, message: tooSlow });
    else if (this.#arriving !== null) this.#failBody(new BodyCutOff());
    else this.#socket.destroy();
  }

  /** Lets the request that has arrived be the last; ends an idle connection now. */
  finish(): void {
    this.proceed();
    this.#isLast = true;
    if (this.#taken !== null) this.#taken.finish();
    else if (this.#stage === 'Idle' || this.#stage === 'Head') this.#socket.destroySoon();
  }

  /** Takes what arrived. */
  take(bytes: Buffer): void {
    if (this.#taken !== null) {
      this.#taken.receive(bytes);
      return;
    }
    if (this.#stage === 'Ending') return;
    if (this.#arriving?.chunks) {
      this.#takeChunks(this.#arriving, this.#arriving.chunks, bytes);
      return;
    }
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    if (this.#stage === 'Answering') {
      this.#takeBody();
      if (this.#isBodyDone && this.#bytes.length > waitingBytesMax) this.#socket.pause();
    } else if (this.#bytes.length > waitingBytesMax) {
      this.proceed();
    } else {
      this.#gathering.arrived(this);
    }
  }

  /**
   * Begins the next request, if it is there and the client has read enough of what it asked for.
   */
  proceed(): void {
    if (this.#stage !== 'Idle' && this.#stage !== 'Head') return;
    if (this.#bytes.length === 0 || this.#socket.writableLength > unreadBytesMax) return;
    const end = this.#bytes.indexOf(headEnd);
    if ((end === -1 ? this.#bytes.length : end) > this.#limits.headBytesMax) {
      this.#refuse({ status: 431, message: 'the head of the request is too large' });
    } else if (end !== -1) {
      const head = headIn(this.#bytes, end);
      this.#leave(end + headEnd.length);
      if ('status' in head) this.#refuse(head);
      else this.#begin(head);
    } else if (this.#stage === 'Idle') {
      this.#stage = 'Head';
      this.#deadlineMs = performance.now() + this.#limits.headTimeoutMs;
    }
  }

  #begin(head: Head): void {
    this.#stage = 'Answering';
    this.#head = head;
    this.#isBodyDone = head.body === 0;
    this.#content = null;
    this.#deadlineMs = performance.now() + readTimeoutMs;
    const { method, host, target, headers, kept } = head;
    const request: WireRequest = {
      method,
      host,
      target,
      headers,
      kept,
      body: (bytesMax) => {
        this.#content ??= this.#body(bytesMax);
        return this.#content;
      },
      remoteAddress: this.#remoteAddress,
    };
    const answered = this.#app.answer(request);
    if (answered instanceof Promise) void answered.then((answer) => this.#answered(answer));
    else this.#answered(answered);
  }

  /** Reads the body of the request that is being answered; mostly it came with the head. */
  #body(bytesMax: number): Promise<Buffer> | Buffer {
    const { body = 0, expectsContinue = false } = this.#head ?? {};
    if (this.#isBodyDone) return noBytes;
    if (body !== 'Chunked' && body > bytesMax) return Promise.reject(new BodyTooLarge(bytesMax));
    if (expectsContinue) this.#socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
    if (body !== 'Chunked' && this.#bytes.length >= body) return this.#cutBody(body);
    this.#deadlineMs = performance.now() + this.#limits.bodyTimeoutMs;
    return new Promise((resolve, reject) => {
      const chunks = body === 'Chunked' ? createChunkReader() : null;
      this.#arriving = { bytesMax, chunks, resolve, reject };
      if (chunks === null) return;
      const bytes = this.#bytes;
      this.#bytes = noBytes;
      this.#takeChunks(this.#arriving, chunks, bytes);
    });
  }

  /** A body of known length: whole when its bytes are there. */
  #takeBody(): void {
    const length = this.#head?.body;
    if (this.#arriving === null || typeof length !== 'number') return;
    if (this.#bytes.length < length) return;
    const { resolve } = this.#arriving;
    this.#bodyDone();
    resolve(this.#cutBody(length));
  }

  #cutBody(length: number): Buffer {
    const bytes = this.#bytes;
    this.#leave(length);
    this.#isBodyDone = true;
    return length === bytes.length ? bytes : bytes.subarray(0, length);
  }

  #takeChunks(arriving: Arriving, chunks: ChunkReader, bytes: Buffer): void {
    try {
      const end = chunks.take(bytes);
      if (chunks.contentBytes > arriving.bytesMax) {
        this.#failBody(new BodyTooLarge(arriving.bytesMax));
      } else if (end !== null) {
        this.#bytes = bytes.subarray(end);
        this.#bodyDone();
        arriving.resolve(chunks.content());
      }
    } catch (cause) {
      if (!(cause instanceof ChunkFault)) throw cause;
      this.#arriving = null;
      this.#refuse({ status: 400, message: cause.message });
      arriving.reject(new BodyCutOff());
    }
  }

  /** Takes bytes out of the way. An empty part of them would keep all of them in memory. */
  #leave(length: number): void {
    this.#bytes = length === this.#bytes.length ? noBytes : this.#bytes.subarray(length);
  }

  #bodyDone(): void {
    this.#arriving = null;
    this.#isBodyDone = true;
    this.#deadlineMs = performance.now() + readTimeoutMs;
  }

  /** The body can't be had; the answer says why, and the connection ends after it. */
  #failBody(reason: Error): void {
    const arriving = this.#arriving;
    this.#arriving = null;
    this.#deadlineMs = performance.now() + readTimeoutMs;
    arriving?.reject(reason);
  }

  #answered(answer: WireAnswer): void {
    this.#answer = answer;
    const isLent = answer.giveBack !== undefined;
    this.#gathering.answered(this, isLent ? (answer.body?.length ?? 0) : 0);
    if (answer.afterwards !== undefined) this.#gathering.later(answer.afterwards);
  }

  /** Sends the answer that was made. */
  send(): void {
    const socket = this.#socket;
    const head = this.#head;
    const answer = this.#answer;
    this.#answer = null;
    if (head === null || answer === null) return;
    if (socket.destroyed || this.#stage === 'Ending') return;
    if (answer.cutAfterBytes !== undefined) {
      this.#cut(answer, answer.cutAfterBytes);
      return;
    }
    if (!this.#isBodyDone) this.#skipBody(head);
    if (answer.takeOver !== undefined && this.#isBodyDone && head.method === 'GET') {
      this.#handOver(answer, answer.takeOver);
      return;
    }
    const closes = this.#isLast || !head.keepsAlive || !this.#isBodyDone;
    const keepAliveSeconds = Math.floor(this.#limits.keepAliveMs / 1000);
    writeAnswer(socket, answer, { isHead: head.method === 'HEAD', closes, keepAliveSeconds });
    // What the system has not taken yet is still read from the buffer.
    if (socket.writableLength === 0) answer.giveBack?.();
    this.#head = null;
    this.#content = null;
    if (closes) this.#end();
    else this.#next();
  }

  /** Sends the head and some of the body as if all of it came, and ends; or nothing at all. */
  #cut(answer: WireAnswer, bytes: number): void {
    const socket = this.#socket;
    if (bytes === 0) {
      socket.resetAndDestroy();
    } else {
      writeCut(socket, answer, bytes);
      socket.destroySoon();
    }
    answer.giveBack?.();
  }

  /** What the client has sent behind its request belongs to whoever takes over. */
  #handOver(answer: WireAnswer, takeOver: NonNullable<WireAnswer['takeOver']>): void {
    const socket = this.#socket;
    socket.write(takenOverHead(answer), 'latin1');
    const bytes = this.#bytes;
    this.#stage = 'TakenOver';
    this.#head = null;
    this.#content = null;
    this.#bytes = noBytes;
    this.#taken = takeOver(socket, performance.now());
    if (socket.isPaused()) socket.resume();
    if (bytes.length > 0) this.#taken.receive(bytes);
    if (this.#isLast) this.#taken.finish();
  }

  #drained(): void {
    if (this.#taken === null) this.proceed();
    else this.#taken.drained();
  }

  /** A body that nobody asked for goes out of the way if it is there already. */
  #skipBody({ body }: Head): void {
    if (body === 'Chunked' || this.#bytes.length < body) return;
    this.#leave(body);
    this.#isBodyDone = true;
  }

  #next(): void {
    this.#stage = 'Idle';
    this.#deadlineMs = performance.now() + this.#limits.keepAliveMs;
    if (this.#socket.isPaused()) this.#socket.resume();
    if (this.#bytes.length > 0) this.#gathering.arrived(this);
  }

  /** Answers what is no request, in the shape of the protocol, and ends the connection. */
  #refuse({ status, message }: { status: HeadFault['status'] | 408; message: string }): void {
    if (this.#stage === 'Ending' || this.#socket.destroyed) return;
    const answer = fault('achievements', { status, code: 4000, message });
    writeAnswer(this.#socket, answer, { isHead: false, closes: true, keepAliveSeconds: 0 });
    this.#end();
  }

  /** Ends our side; what the client still sends is thrown away, so that it can read our answer. */
  #end(): void {
    this.#stage = 'Ending';
    this.#bytes = noBytes;
    this.#deadlineMs = performance.now() + lingerMs;
    this.#socket.end();
    this.#socket.resume();
  }

  /** The client will send no more. */
  #ended(): void {
    this.proceed();
    if (this.#arriving !== null) this.#failBody(new BodyCutOff());
    this.#isLast = true;
    if (this.#taken !== null) this.#taken.ended();
    else if (this.#stage !== 'Answering') this.#socket.destroySoon();
  }

  #cutOff(): void {
    this.#stage = 'Ending';
    this.#taken?.closed();
    this.#taken = null;
    this.#failBody(new BodyCutOff());
  }
}

const tooSlow = 'the request did not arrive in time; send it again';

/** How long a connection that has been ended waits for the client to end it too. */
const lingerMs = 2_000;
