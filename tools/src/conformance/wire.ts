import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest, Agent as SecureAgent } from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** A request to a host of the protocol, to be sent to the instance under test. */
export type WireRequest = {
  readonly method: string;
  /** Goes into the `Host` header; `null` for the instance itself. */
  readonly host: string | null;
  /** Path and query, sent as they stand. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
};

/** What came back. */
export type WireAnswer = {
  readonly status: number;
  /** By lower-case name; a repeated one is joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded, where it was compressed. */
  readonly body: Buffer;
};

/** Sends requests to one instance, over kept connections. */
export type Wire = AsyncDisposable & {
  /** @throws {Error} by the result, when no answer comes within the limit */
  send(request: WireRequest): Promise<WireAnswer>;
};

/** An answer that takes longer counts as none. */
const answerWithinMs = 15_000;

/** @param base the instance's address; its path goes before every path */
export function createWire(base: URL): Wire {
  const isSecure = base.protocol === 'https:';
  const agent = isSecure
    ? new SecureAgent({ keepAlive: true, maxSockets: 16 })
    : new Agent({ keepAlive: true, maxSockets: 16 });
  const prefix = base.pathname.replace(/\/$/, '');

  function send({ method, host, path, headers, body }: WireRequest): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = (isSecure ? httpsRequest : httpRequest)({
        agent,
        hostname: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port === '' ? (isSecure ? 443 : 80) : Number(base.port),
        method,
        path: `${prefix}${path}`,
        setHost: false,
        timeout: answerWithinMs,
        headers: {
          host: host ?? base.host,
          ...headers,
          ...(body && { 'content-length': String(body.length) }),
        },
      });
      outgoing.on('timeout', () => {
        outgoing.destroy(new Error(`no answer within ${answerWithinMs} ms`));
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          try {
            const answered = headersOf(incoming.headers);
            const text = decoded(Buffer.concat(chunks), answered['content-encoding']);
            resolve({ status: incoming.statusCode ?? 0, headers: answered, body: text });
          } catch (thrown) {
            reject(thrown);
          }
        });
      });
      outgoing.end(body ?? undefined);
    });
  }

  return {
    send,
    async [Symbol.asyncDispose]() {
      agent.destroy();
    },
  };
}

function headersOf(headers: IncomingHttpHeaders): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(pairs);
}

function decoded(body: Buffer, encoding: string | undefined): Buffer {
  switch (encoding) {
    case 'gzip':
      return gunzipSync(body);
    case 'deflate':
      return inflateSync(body);
    case 'br':
      return brotliDecompressSync(body);
    default:
      return body;
  }
}
