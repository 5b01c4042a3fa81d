/** The head of an answer is at most this many bytes. */
const headBytesMax = 16 * 1024;

const headEnd = Buffer.from('\r\n\r\n');

/** Told of each whole answer: its status and how many bytes its body had. */
export type OnReply = (status: number, bodyBytes: number) => void;

/**
 * Reads answers from the bytes of one connection, as little as possible of each: the status, the
 * length, and that so many bytes came. It knows `content-length` only, for that is what both
 * servers send, and costs a fraction of what they do.
 *
 * @returns takes the first `bytes` of a chunk, which may be used anew afterwards
 * @throws {Error} by `take`, when an answer has neither a length nor a status without a body
 */
export function createReplyReader(onReply: OnReply): (chunk: Buffer, bytes: number) => void {
  let partialHead: Buffer | null = null;
  let status = 0;
  let bodyBytes = 0;
  let left = 0;

  /** @returns where the body begins, or -1 when the head is not whole yet */
  function readHead(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(headEnd, at);
    if (end === -1) {
      if (bytes.length - at > headBytesMax) throw new Error('the head of an answer never ends');
      return -1;
    }
    status = digitsAt(bytes, at + 9);
    bodyBytes = status === 304 || status === 204 ? 0 : lengthIn(bytes, at, end);
    left = bodyBytes;
    return end + headEnd.length;
  }

  return (chunk, chunkBytes) => {
    let bytes = chunk.subarray(0, chunkBytes);
    if (partialHead !== null) {
      bytes = Buffer.concat([partialHead, bytes]);
      partialHead = null;
    }
    let at = 0;
    while (at < bytes.length) {
      if (left === 0) {
        const body = readHead(bytes, at);
        if (body === -1) {
          partialHead = Buffer.from(bytes.subarray(at));
          return;
        }
        at = body;
      }
      const taken = Math.min(left, bytes.length - at);
      left -= taken;
      at += taken;
      if (left > 0) return;
      onReply(status, bodyBytes);
    }
  };
}

const lengthNames = ['content-length: ', 'Content-Length: '].map((name) => Buffer.from(name));

function lengthIn(bytes: Buffer, from: number, end: number): number {
  for (const name of lengthNames) {
    const at = bytes.indexOf(name, from);
    if (at !== -1 && at < end) return digitsAt(bytes, at + name.length);
  }
  const head = bytes.toString('latin1', from, Math.min(end, from + 80));
  throw new Error(`an answer without content-length can't be measured; it began ${head}`);
}

function digitsAt(bytes: Buffer, from: number): number {
  let value = 0;
  for (let at = from; ; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}
