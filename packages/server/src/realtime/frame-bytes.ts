/** What a frame holds. Source: RFC 6455, section 5.2. */
export const opcodes = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

/** Why a connection is closed. Source: RFC 6455, section 7.4.1. */
export const closeCodes = {
  /** The server stops, or the connection has lived long enough; come again. */
  goingAway: 1001,
  /** It is not how frames are. */
  protocolError: 1002,
  /** Text that is no UTF-8. */
  notText: 1007,
  /** Too much that is no message, or too many of them. */
  policy: 1008,
  /** A message that is too long. */
  tooLong: 1009,
} as const;

/** One of the codes that this server closes with. */
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

const isLast = 0x80;

/** A whole text message in one frame. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headBytes = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  // Not from the pool: an event that waits for a slow reader would keep its neighbours' bytes too.
  const frame = Buffer.allocUnsafeSlow(headBytes + length);
  frame[0] = isLast | opcodes.text;
  if (headBytes === 2) frame[1] = length;
  else if (headBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headBytes);
  return frame;
}

/** Asks whether the client is still there. */
export const pingFrame: Buffer = Buffer.from([isLast | opcodes.ping, 0]);

/** @param payload what the ping held, at most 125 bytes */
export function pongFrame(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([isLast | opcodes.pong, payload.length]), payload]);
}

/** @param reason ASCII text of at most 123 characters, which may reach a developer */
export function closeFrame(code: number, reason = ''): Buffer {
  const frame = Buffer.alloc(4 + reason.length);
  frame[0] = isLast | opcodes.close;
  frame[1] = 2 + reason.length;
  frame.writeUInt16BE(code, 2);
  frame.write(reason, 4, 'latin1');
  return frame;
}
