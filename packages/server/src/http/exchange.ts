/** A request as the edge hands it in, whatever transport it came by. */
export type WireRequest = {
  readonly method: string;
  /** The `Host` header, without the port, in lower case. */
  readonly host: string;
  /** Path and query as sent. */
  readonly target: string;
  /** By lower-case name; a repeated header is joined with commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /**
   * Reads the body whole; asked again, gives the same.
   *
   * @throws {BodyTooLarge} beyond the limit; {BodyCutOff} when it never ends
   */
  body(bytesMax: number): Promise<Buffer>;
  /** The peer's address, for logs and for what only loopback may do. */
  readonly remoteAddress: string;
};

/** An answer, ready to be sent. `body` of a 304 or 204 is absent. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
};

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
