import { connect } from 'node:net';
import type { Answered } from './shape.ts';

/** How a connection came out on which any bytes were sent. */
export type RawOutcome =
  | { readonly kind: 'Answered'; readonly answered: Answered }
  /** The server ended the connection without an answer. */
  | { readonly kind: 'Closed' }
  | { readonly kind: 'Hung' };

/** What came back on a connection, and whether it ended, or went on for too long. */
export type Exchange = {
  readonly answers: readonly Answered[];
  readonly end: 'Enough' | 'Closed' | 'Hung';
};

/** Bytes to send, in pieces with pauses before them, in milliseconds. */
export type RawRequest = readonly { readonly bytes: Buffer; readonly afterMs: number }[];

/** Where a server listens. */
export type Place = { readonly host: string; readonly port: number };

/**
 * Sends bytes as they are and reads the first answer.
 *
 * @param withinMs without an answer or an end by then, the connection hangs
 */
export async function sendRaw(
  at: Place,
  request: RawRequest,
  withinMs: number,
): Promise<RawOutcome> {
  const { answers, end } = await exchangeRaw(at, request, { count: 1, withinMs });
  const [answered] = answers;
  if (answered !== undefined) return { kind: 'Answered', answered };
  return { kind: end === 'Hung' ? 'Hung' : 'Closed' };
}

/** Sends bytes as they are and reads so many answers, or until the connection ends. */
export function exchangeRaw(
  at: Place,
  request: RawRequest,
  { count, withinMs }: { count: number; withinMs: number },
): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = connect(at.port, at.host);
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => finish('Hung'), withinMs);
    const pauses: NodeJS.Timeout[] = [];

    function finish(end: Exchange['end']): void {
      clearTimeout(timer);
      for (const pause of pauses) clearTimeout(pause);
      socket.destroy();
      resolve({ answers: answersIn(Buffer.concat(chunks), end !== 'Enough'), end });
    }

    socket.on('connect', () => {
      let afterMs = 0;
      for (const piece of request) {
        afterMs += piece.afterMs;
        if (afterMs === 0) socket.write(piece.bytes);
        else pauses.push(setTimeout(() => socket.writable && socket.write(piece.bytes), afterMs));
      }
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (answersIn(Buffer.concat(chunks), false).length >= count) finish('Enough');
    });
    socket.on('end', () => finish('Closed'));
    socket.on('close', () => finish('Closed'));
    // A reset is how a server ends a connection whose sender does not stop.
    socket.on('error', () => {});
  });
}

/** Reads the answers that are there whole; interim ones are passed over. */
function answersIn(bytes: Buffer, isEnded: boolean): readonly Answered[] {
  const answers: Answered[] = [];
  let rest = bytes;
  for (let read = firstIn(rest, isEnded); read !== undefined; read = firstIn(rest, isEnded)) {
    if (read.answered !== null) answers.push(read.answered);
    rest = rest.subarray(read.length);
  }
  return answers;
}

type Read = { readonly answered: Answered | null; readonly length: number };

function firstIn(bytes: Buffer, isEnded: boolean): Read | undefined {
  const head = bytes.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(0, head).toString('latin1').split('\r\n');
  const [, text] = /^HTTP\/1\.[01] (\d{3})/.exec(statusLine) ?? [];
  if (text === undefined) return undefined;
  const status = Number(text);
  const begin = head + 4;
  if (status < 200 && status !== 101) return { answered: null, length: begin };
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const length = bodyLength({ status, said: headers['content-length'] }, bytes.length - begin);
  if (length === undefined || (begin + length > bytes.length && !isEnded)) {
    if (!isEnded) return undefined;
  }
  const end = Math.min(bytes.length, begin + (length ?? bytes.length));
  return { answered: { status, headers, body: bytes.subarray(begin, end) }, length: end };
}

/** @returns `undefined` for a body that ends with the connection */
function bodyLength(
  { status, said }: { status: number; said: string | undefined },
  there: number,
): number | undefined {
  if (status === 204 || status === 304) return 0;
  if (status === 101) return there;
  return said === undefined ? undefined : Number(said);
}
