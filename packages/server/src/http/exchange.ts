/** A request as the edge hands it in, whatever transport it came by. */
export type WireRequest = {
  readonly method: string;
  /** The `Host` header, without the port, in lower case. */
  readonly host: string;
  /** Path and query as sent. */
  readonly target: string;
  /** By lower-case name; a repeated header is joined with commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Where `HeadMemo` keeps what belongs to this head; not there where heads are not remembered. */
  readonly kept?: unknown[];
  /**
   * Reads the body whole; asked again, gives the same. At once where it has arrived.
   *
   * @throws {BodyTooLarge} beyond the limit; {BodyCutOff} when it never ends
   */
  body(bytesMax: number): Promise<Buffer> | Buffer;
  /** The peer's address, for logs and for what only loopback may do. */
  readonly remoteAddress: string;
};

/** An answer, ready to be sent. `body` of a 304 or 204 is absent. */
export type WireAnswer = {
  readonly status: number;
  /** Without those that every answer has (`wire/answer-head.ts`). */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Names the answer, in the form of a GUID; what the app answers has one. */
  readonly correlationId?: string;
  /** Called once the body is no longer needed, if it was lent; not called when it still is. */
  readonly giveBack?: () => void;
  /** Whoever sends the answer calls it then, when there is time: nobody waits for what it does. */
  readonly afterwards?: () => void;
  /** Bytes in front of a lent body, in the same buffer, that the head may be written to. */
  readonly headRoom?: number;
  /**
   * The connection ends once that many bytes of the body have been sent; at 0 nothing at all is
   * sent. Only ever made on purpose, for tests of clients.
   */
  readonly cutAfterBytes?: number;
  /** What goes on with the connection once the head of this answer has been sent. */
  readonly takeOver?: TakeOver;
};

/** The side of a connection that is written to. */
export type Outgoing = {
  /** @returns whether there is room for more; when not, `drained` follows */
  write(bytes: Buffer | string): boolean;
  /** Sends what waits, and then no more. */
  end(): void;
  /** Ends it at once, with whatever waits. */
  destroy(): void;
  pause(): void;
  resume(): void;
  /** Bytes that the client has not taken. */
  readonly writableLength: number;
};

/** What is done with a connection that speaks HTTP no more. The edge calls; it never waits. */
export type TakenOver = {
  receive(bytes: Buffer): void;
  /** The client has taken everything that waited. */
  drained(): void;
  /** The client will send no more. */
  ended(): void;
  /** The connection is gone; nothing more is called. */
  closed(): void;
  /** Called a few times a second, to look at what has taken too long. @param nowMs monotonic */
  sweep(nowMs: number): void;
  /** The server stops: says goodbye and ends. */
  finish(): void;
};

/** Takes a connection over. @param nowMs as `sweep` tells it */
export type TakeOver = (outgoing: Outgoing, nowMs: number) => TakenOver;

/** The body is larger than the operation allows. */
export class BodyTooLarge extends Error {
  readonly bytesMax: number;

  constructor(bytesMax: number) {
    super(`body is larger than ${bytesMax} bytes`);
    this.name = 'BodyTooLarge';
    this.bytesMax = bytesMax;
  }
}

/** The connection ended, or took too long, before the body was whole. */
export class BodyCutOff extends Error {
  constructor() {
    super('the request did not arrive whole; send it again');
    this.name = 'BodyCutOff';
  }
}
