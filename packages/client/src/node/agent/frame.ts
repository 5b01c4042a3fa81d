/** A longer frame is not read; nor is one written. */
export const frameBytesMax = 1024 * 1024;

const headBytes = 4;

/**
 * Writes one message: its length in bytes as four bytes, the most significant first, then JSON.
 *
 * @throws {RangeError} for a message beyond `frameBytesMax`
 */
export function frameOf(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  if (text.length > frameBytesMax) throw new RangeError(`a message of ${text.length} bytes`);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(text.length);
  return Buffer.concat([head, text]);
}

/** Takes bytes as they come. @returns the messages that are whole now */
export type FrameReader = (chunk: Buffer) => readonly unknown[];

/**
 * Reads messages out of a stream of bytes, however it is cut.
 *
 * @returns a reader, which throws `RangeError` for a frame that is too long or empty and
 *   `SyntaxError` for one that is no JSON; what follows can't be read then
 */
export function createFrameReader(): FrameReader {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const messages: unknown[] = [];
    while (rest.length >= headBytes) {
      const length = rest.readUInt32BE();
      if (length === 0 || length > frameBytesMax)
        throw new RangeError(`a frame of ${length} bytes`);
      if (rest.length < headBytes + length) break;
      messages.push(JSON.parse(rest.toString('utf8', headBytes, headBytes + length)));
      rest = rest.subarray(headBytes + length);
    }
    return messages;
  };
}
