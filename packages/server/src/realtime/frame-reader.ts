import { isUtf8 } from 'node:buffer';
import { type CloseCode, closeCodes, opcodes } from './frame-bytes.ts';

/** What a client's bytes come to. After a fault nothing more is read. */
export type Incoming =
  /** A whole message; binary ones carry text too. Source: wire contract §6.1. */
  | { readonly kind: 'Message'; readonly text: string }
  | { readonly kind: 'Ping'; readonly payload: Buffer }
  | { readonly kind: 'Pong' }
  /** `null` where the client gives no code. */
  | { readonly kind: 'Close'; readonly code: number | null }
  | { readonly kind: 'Fault'; readonly code: CloseCode; readonly reason: string };

/** A subscribe is below 300 bytes; nobody has a reason to send more than this in one message. */
export const messageBytesMax = 8 * 1024;

/** Frames of one message. */
const framesPerMessageMax = 64;

const controlBytesMax = 125;

const noBytes = Buffer.alloc(0);

type FrameHead = {
  readonly isLast: boolean;
  readonly opcode: number;
  readonly headBytes: number;
  readonly payloadBytes: number;
};

type Fault = Extract<Incoming, { kind: 'Fault' }>;

/** Thrown inside only; it leaves as an incoming fault. */
class FrameFault extends Error {
  readonly fault: Fault;

  constructor(code: CloseCode, reason: string) {
    super(reason);
    this.fault = { kind: 'Fault', code, reason };
  }
}

/**
 * Reads the frames of one client as they arrive. Holds no more than the message that is under way:
 * between messages nothing.
 *
 * Source: RFC 6455, sections 5 and 8.1.
 */
export class FrameReader {
  /** Bytes of a frame that is not whole. */
  #rest: Buffer = noBytes;
  /** Payloads of a message whose last frame has not come. */
  #parts: Buffer[] | null = null;
  #partBytes = 0;
  #isOver = false;

  /** Takes more bytes. @returns what is whole now, in order */
  take(bytes: Buffer): readonly Incoming[] {
    if (this.#isOver) return [];
    const incoming: Incoming[] = [];
    let left = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    try {
      for (;;) {
        const head = frameHead(left);
        if (head === null) break;
        this.#refuseUnlessFits(head);
        const end = head.headBytes + head.payloadBytes;
        if (left.length < end) break;
        const found = this.#frame(head, unmasked(left, head));
        if (found !== null) incoming.push(found);
        left = left.subarray(end);
      }
    } catch (thrown) {
      if (!(thrown instanceof FrameFault)) throw thrown;
      incoming.push(thrown.fault);
      this.#isOver = true;
      left = noBytes;
    }
    // A copy: what arrived is a part of something larger, which would stay alive with it.
    this.#rest = left.length === 0 ? noBytes : Buffer.from(left);
    return incoming;
  }

  #refuseUnlessFits({ isLast, opcode, payloadBytes }: FrameHead): void {
    const isControl = opcode >= opcodes.close;
    if (isControl) {
      if (!isLast) throw protocolFault('a control frame comes in one piece');
      if (payloadBytes > controlBytesMax) throw protocolFault('a control frame is too long');
    } else if (opcode === opcodes.continuation) {
      if (this.#parts === null) throw protocolFault('there is nothing to continue');
    } else if (this.#parts !== null) {
      throw protocolFault('a message begins inside another');
    }
    if (!isControl && this.#partBytes + payloadBytes > messageBytesMax) {
      throw new FrameFault(closeCodes.tooLong, `a message has at most ${messageBytesMax} bytes`);
    }
  }

  #frame({ isLast, opcode }: FrameHead, payload: Buffer): Incoming | null {
    switch (opcode) {
      case opcodes.ping:
        return { kind: 'Ping', payload };
      case opcodes.pong:
        return { kind: 'Pong' };
      case opcodes.close:
        return { kind: 'Close', code: closeCodeOf(payload) };
      default:
        return this.#part(isLast, payload);
    }
  }

  #part(isLast: boolean, payload: Buffer): Incoming | null {
    if (isLast && this.#parts === null) return messageOf(payload);
    const parts = this.#parts ?? [];
    parts.push(payload);
    if (parts.length > framesPerMessageMax) {
      const reason = `a message has at most ${framesPerMessageMax} frames`;
      throw new FrameFault(closeCodes.policy, reason);
    }
    this.#parts = isLast ? null : parts;
    this.#partBytes = isLast ? 0 : this.#partBytes + payload.length;
    return isLast ? messageOf(Buffer.concat(parts)) : null;
  }
}

/** @returns `null` while the head is not whole */
function frameHead(bytes: Buffer): FrameHead | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const opcode = first & 0x0f;
  if ((first & 0x70) !== 0) throw protocolFault('no extension was agreed on');
  if (!knownOpcodes.has(opcode)) throw protocolFault(`there is no frame of kind ${opcode}`);
  if ((second & 0x80) === 0) throw protocolFault('a client masks its frames');
  const isLast = (first & 0x80) !== 0;
  const short = second & 0x7f;
  if (short < 126) return { isLast, opcode, headBytes: 6, payloadBytes: short };
  const lengthBytes = short === 126 ? 2 : 8;
  if (bytes.length < 2 + lengthBytes) return null;
  const payloadBytes = lengthBytes === 2 ? bytes.readUInt16BE(2) : longLength(bytes);
  return { isLast, opcode, headBytes: 6 + lengthBytes, payloadBytes };
}

/** Anything beyond four bytes of length is too long, whatever it says exactly. */
function longLength(bytes: Buffer): number {
  return bytes.readUInt32BE(2) === 0 ? bytes.readUInt32BE(6) : Number.MAX_SAFE_INTEGER;
}

const knownOpcodes: ReadonlySet<number> = new Set(Object.values(opcodes));

function unmasked(bytes: Buffer, { headBytes, payloadBytes }: FrameHead): Buffer {
  const mask = bytes.subarray(headBytes - 4, headBytes);
  const payload = Buffer.from(bytes.subarray(headBytes, headBytes + payloadBytes));
  for (let at = 0; at < payloadBytes; at += 1) {
    payload[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
  }
  return payload;
}

function messageOf(payload: Buffer): Incoming {
  if (!isUtf8(payload)) throw new FrameFault(closeCodes.notText, 'a message is UTF-8');
  return { kind: 'Message', text: payload.toString() };
}

function closeCodeOf(payload: Buffer): number | null {
  if (payload.length === 0) return null;
  if (payload.length === 1) throw protocolFault('half a close code');
  const code = payload.readUInt16BE(0);
  if (!mayBeSent(code)) throw protocolFault(`nobody may close with ${code}`);
  if (!isUtf8(payload.subarray(2))) throw new FrameFault(closeCodes.notText, 'a reason is UTF-8');
  return code;
}

/** Source: RFC 6455, section 7.4, and the registry of close codes. */
function mayBeSent(code: number): boolean {
  if (code >= 3000) return code <= 4999;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

function protocolFault(reason: string): FrameFault {
  return new FrameFault(closeCodes.protocolError, reason);
}
