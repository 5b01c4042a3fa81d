import { connect } from 'node:net';
import type { Answered } from './shape.ts';

/** How a connection came out on which any bytes were sent. */
export type RawOutcome =
  | { readonly kind: 'Answered'; readonly answered: Answered }
  /** The server ended the connection without an answer. */
  | { readonly kind: 'Closed' }
  | { readonly kind: 'Hung' };

/** Bytes to send, in pieces with pauses before them, in milliseconds. */
export type RawRequest = readonly { readonly bytes: Buffer; readonly afterMs: number }[];

/**
 * Sends bytes as they are and reads the first answer.
 *
 * @param withinMs without an answer or an end by then, the connection hangs
 */
export function sendRaw(
  at: { host: string; port: number },
  request: RawRequest,
  withinMs: number,
): Promise<RawOutcome> {
  return new Promise((resolve) => {
    const socket = connect(at.port, at.host);
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => finish({ kind: 'Hung' }), withinMs);
    const pauses: NodeJS.Timeout[] = [];

    function finish(outcome: RawOutcome): void {
      clearTimeout(timer);
      for (const pause of pauses) clearTimeout(pause);
      socket.destroy();
      resolve(outcome);
    }

    function ended(): void {
      const answered = firstAnswer(Buffer.concat(chunks), true);
      finish(answered === undefined ? { kind: 'Closed' } : { kind: 'Answered', answered });
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
      const answered = firstAnswer(Buffer.concat(chunks), false);
      if (answered !== undefined) finish({ kind: 'Answered', answered });
    });
    socket.on('end', ended);
    socket.on('close', ended);
    // A reset is how a server ends a connection whose sender does not stop.
    socket.on('error', () => {});
  });
}

/** Reads an answer when all of it is there; interim answers are passed over. */
function firstAnswer(bytes: Buffer, isWhole: boolean): Answered | undefined {
  const head = bytes.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(0, head).toString('latin1').split('\r\n');
  const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(statusLine) ?? [];
  const rest = bytes.subarray(head + 4);
  if (status === undefined) return undefined;
  if (status.startsWith('1') && status !== '101') return firstAnswer(rest, isWhole);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const length = headers['content-length'];
  if (length === undefined) {
    return isWhole || /^(204|304)$/.test(status)
      ? { status: Number(status), headers, body: rest }
      : undefined;
  }
  if (rest.length < Number(length) && !isWhole) return undefined;
  return { status: Number(status), headers, body: rest.subarray(0, Number(length)) };
}
