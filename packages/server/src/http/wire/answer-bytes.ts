import type { Socket } from 'node:net';
import type { WireAnswer } from '../exchange.ts';
import { answerHead } from './answer-head.ts';

/** An answer as it goes out: text of one-byte characters, and a body apart where that is bytes. */
export type AnswerBytes = { readonly head: string; readonly body: Buffer | null };

/** What the connection adds to an answer. */
export type Framing = {
  readonly isHead: boolean;
  /** Whether the connection ends after it. */
  readonly closes: boolean;
  /** Seconds an idle connection is kept, told to the client. */
  readonly keepAliveSeconds: number;
};

/**
 * Writes the head of an answer, and its body where that is short text.
 *
 * @throws {Error} for a header value that holds a line end: nothing a client sent may begin a new
 *   line
 */
export function answerBytes(answer: WireAnswer, framing: Framing): AnswerBytes {
  const { status, body } = answer;
  let head = answerHead(answer);
  head += framing.closes ? 'connection: close\r\n' : keepAliveLines(framing.keepAliveSeconds);
  if (status === 304 || status === 204) return { head: `${head}\r\n`, body: null };
  if (body === undefined) return { head: `${head}content-length: 0\r\n\r\n`, body: null };
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  head += `content-length: ${bytes}\r\n\r\n`;
  if (framing.isHead) return { head, body: null };
  if (typeof body !== 'string') return { head, body };
  // Text of one-byte characters goes out with the head in one write.
  return bytes === body.length
    ? { head: head + body, body: null }
    : { head, body: Buffer.from(body) };
}

let lastKeepAlive = { seconds: -1, lines: '' };

/** A server tells all its clients the same. */
function keepAliveLines(seconds: number): string {
  if (seconds !== lastKeepAlive.seconds) {
    const lines = `connection: keep-alive\r\nkeep-alive: timeout=${seconds}\r\n`;
    lastKeepAlive = { seconds, lines };
  }
  return lastKeepAlive.lines;
}

/** Sends an answer whole. */
export function writeAnswer(socket: Socket, answer: WireAnswer, framing: Framing): void {
  const { head, body } = answerBytes(answer, framing);
  if (body === null) {
    socket.write(head, 'latin1');
  } else if (answer.headRoom !== undefined && answer.headRoom >= head.length) {
    socket.write(withHead(head, body));
  } else {
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(body);
    socket.uncork();
  }
}

/** A head and a body in one piece: two take a system call of another kind, which costs more. */
function withHead(head: string, body: Buffer): Buffer {
  const { buffer, byteOffset, length } = body;
  const whole = Buffer.from(buffer, byteOffset - head.length, head.length + length);
  whole.write(head, 0, 'latin1');
  return whole;
}

/**
 * Writes the head of an answer after which the connection is another's: it says nothing of a body.
 *
 * @throws {Error} for a header value that holds a line end
 */
export function takenOverHead(answer: WireAnswer): string {
  return `${answerHead(answer)}\r\n`;
}
