import type { Socket } from 'node:net';
import { ownText } from '../../own-text.ts';
import { putShort } from '../../short-text.ts';
import type { WireAnswer } from '../exchange.ts';
import { answerHead } from './answer-head.ts';

/** What the connection adds to an answer. */
export type Framing = {
  readonly isHead: boolean;
  /** Whether the connection ends after it. */
  readonly closes: boolean;
  /** Seconds an idle connection is kept, told to the client. */
  readonly keepAliveSeconds: number;
};

/** A head of more bytes is written apart from its body. */
const headRoom = 2048;

/** Texts of up to this many characters are put together where the last one was. */
const shortMax = 2048;

/** A character takes at most three bytes for each of its UTF-16 units. */
const bytesOfUnitMax = 3;

/** Where a short text is put together with its head. */
let shortRoom = newRoom(shortMax * bytesOfUnitMax);

function newRoom(bodyBytes: number): Buffer {
  return Buffer.allocUnsafeSlow(headRoom + bodyBytes);
}

/**
 * Sends an answer whole: head and body in one piece, for two take a system call of another kind,
 * which costs more. It is put together as bytes. A text that is put together is first copied into
 * one, and then into bytes.
 *
 * @throws {Error} for a header value that holds a line end: nothing a client sent may begin a new
 *   line
 */
export function writeAnswer(socket: Socket, answer: WireAnswer, framing: Framing): void {
  const { body = '' } = answer;
  if (typeof body === 'string') writeText(socket, body, { answer, framing });
  else writeBytes(socket, body, { answer, framing });
}

type Framed = { readonly answer: WireAnswer; readonly framing: Framing };

function writeText(socket: Socket, text: string, { answer, framing }: Framed): void {
  const isShort = text.length <= shortMax;
  const room = isShort ? shortRoom : newRoom(Buffer.byteLength(text));
  const end = headRoom + room.write(text, headRoom);
  const head = headOf(answer, framing, end - headRoom);
  const from = headRoom - head.length;
  const to = hasBody(answer, framing) ? end : headRoom;
  if (from < 0) {
    writeApart(socket, head, room.subarray(headRoom, to));
  } else {
    putHead(room, from, head);
    socket.write(room.subarray(from, to));
  }
  // What the system has not taken yet is still read from it.
  if (isShort && socket.writableLength > 0) shortRoom = newRoom(shortMax * bytesOfUnitMax);
}

function writeBytes(socket: Socket, body: Buffer, { answer, framing }: Framed): void {
  const head = headOf(answer, framing, body.length);
  const to = hasBody(answer, framing) ? body.length : 0;
  if ((answer.headRoom ?? 0) < head.length) {
    writeApart(socket, head, body.subarray(0, to));
    return;
  }
  const whole = Buffer.from(body.buffer, body.byteOffset - head.length, head.length + to);
  putHead(whole, 0, head);
  socket.write(whole);
}

function writeApart(socket: Socket, { own, framing }: Head, body: Buffer): void {
  socket.cork();
  socket.write([...own, ...framing].join(''), 'latin1');
  if (body.length > 0) socket.write(body);
  socket.uncork();
}

/** In pieces of one-byte characters. */
type Head = {
  readonly own: readonly string[];
  readonly framing: readonly string[];
  /** Of all of them. */
  readonly length: number;
};

function headOf(answer: WireAnswer, framing: Framing, bodyBytes: number): Head {
  const own = answerHead(answer);
  const connection = framing.closes
    ? 'connection: close\r\n'
    : keepAliveLines(framing.keepAliveSeconds);
  const rest = saysNothingOfBody(answer)
    ? [connection, '\r\n']
    : [connection, 'content-length: ', String(bodyBytes), '\r\n\r\n'];
  return { own, framing: rest, length: lengthOf(own) + lengthOf(rest) };
}

function saysNothingOfBody({ status }: WireAnswer): boolean {
  return status === 304 || status === 204;
}

function hasBody(answer: WireAnswer, { isHead }: Framing): boolean {
  return !isHead && !saysNothingOfBody(answer);
}

function lengthOf(pieces: readonly string[]): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}

function putHead(bytes: Buffer, from: number, { own, framing }: Head): void {
  let at = from;
  for (const piece of own) at += putPiece(bytes, piece, at);
  for (const piece of framing) at += putPiece(bytes, piece, at);
}

function putPiece(bytes: Buffer, piece: string, at: number): number {
  return putShort(bytes, piece, at) ?? bytes.write(piece, at, 'latin1');
}

let lastKeepAlive = { seconds: -1, lines: '' };

/** A server tells all its clients the same. */
function keepAliveLines(seconds: number): string {
  if (seconds !== lastKeepAlive.seconds) {
    const lines = ownText(`connection: keep-alive\r\nkeep-alive: timeout=${seconds}\r\n`);
    lastKeepAlive = { seconds, lines };
  }
  return lastKeepAlive.lines;
}

/**
 * Sends the head of an answer, and of its body only that many bytes.
 *
 * @throws {Error} for a header value that holds a line end
 */
export function writeCut(socket: Socket, answer: WireAnswer, bodyBytes: number): void {
  const body = Buffer.from(answer.body ?? '');
  const framing = { isHead: false, closes: true, keepAliveSeconds: 0 };
  writeApart(socket, headOf(answer, framing, body.length), body.subarray(0, bodyBytes));
}

/**
 * The head of an answer after which the connection is another's: it says nothing of a body.
 *
 * @throws {Error} for a header value that holds a line end
 */
export function takenOverHead(answer: WireAnswer): string {
  return `${answerHead(answer).join('')}\r\n`;
}
