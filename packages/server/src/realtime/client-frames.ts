/** For tests: one frame as a client sends it. */
export function clientFrame(
  opcode: number,
  payload: Buffer | string,
  part: { readonly isLast?: boolean; readonly isMasked?: boolean; readonly reserved?: number } = {},
): Buffer {
  const { isLast = true, isMasked = true, reserved = 0 } = part;
  const bytes = Buffer.from(payload);
  const first = (isLast ? 0x80 : 0) | reserved | opcode;
  const length = lengthBytes(bytes.length, isMasked);
  if (!isMasked) return Buffer.concat([Buffer.from([first]), length, bytes]);
  const mask = Buffer.from([0x11, 0x22, 0x33, 0x44]);
  const masked = bytes.map((byte, at) => byte ^ (mask[at & 3] ?? 0));
  return Buffer.concat([Buffer.from([first]), length, mask, masked]);
}

function lengthBytes(length: number, isMasked: boolean): Buffer {
  const bit = isMasked ? 0x80 : 0;
  if (length < 126) return Buffer.from([bit | length]);
  if (length < 0x10000) return Buffer.from([bit | 126, length >> 8, length & 0xff]);
  const long = Buffer.alloc(9);
  long[0] = bit | 127;
  long.writeBigUInt64BE(BigInt(length), 1);
  return long;
}

/** For tests: what a server's frames hold, in order; all are whole. */
export function serverFrames(bytes: Buffer): readonly { opcode: number; payload: Buffer }[] {
  const frames: { opcode: number; payload: Buffer }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const short = bytes[at + 1] ?? 0;
    const headBytes = short === 127 ? 10 : short === 126 ? 4 : 2;
    const length = short === 126 ? bytes.readUInt16BE(at + 2) : lengthOf(bytes, at, short);
    const payload = bytes.subarray(at + headBytes, at + headBytes + length);
    frames.push({ opcode: (bytes[at] ?? 0) & 0x0f, payload });
    at += headBytes + length;
  }
  return frames;
}

function lengthOf(bytes: Buffer, at: number, short: number): number {
  return short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short;
}
