/** Reads a chunked body as it arrives. */
export type ChunkReader = {
  /**
   * Takes more bytes.
   *
   * @returns how many of them belong to the body once it is whole; `null` while it is not
   * @throws {ChunkFault} for what is no chunked body
   */
  take(bytes: Buffer): number | null;
  /** The content so far. */
  content(): Buffer;
  /** How long the content is so far. */
  readonly contentBytes: number;
};

/** The body is not in chunks as it says. */
export class ChunkFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ChunkFault';
  }
}

/** A size line, with the extensions that nobody uses. */
const sizeLineMax = 256;

/** All trailer fields together; they are skipped. */
const trailerBytesMax = 4096;

/** Source: RFC 9112, section 7.1. */
export function createChunkReader(): ChunkReader {
  const parts: Buffer[] = [];
  let contentBytes = 0;
  let state: 'Size' | 'Data' | 'DataEnd' | 'Trailer' = 'Size';
  let line = '';
  let left = 0;
  let trailerBytes = 0;

  /** Gathers a line. @returns it when it is whole */
  function gather(byte: number, max: number): string | undefined {
    line += String.fromCharCode(byte);
    if (line.length > max) throw new ChunkFault('a line between the chunks is too long');
    if (byte !== 0x0a) return undefined;
    if (!line.endsWith('\r\n')) throw new ChunkFault('a line between the chunks does not end');
    const whole = line.slice(0, -2);
    line = '';
    return whole;
  }

  function size(text: string): void {
    const [, hex] = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;[\t\x20-\x7e]*)?$/.exec(text) ?? [];
    if (hex === undefined) throw new ChunkFault('the size of a chunk is not valid');
    left = Number.parseInt(hex, 16);
    state = left === 0 ? 'Trailer' : 'Data';
  }

  /** Takes what is not content. @returns whether the body is whole */
  function takeByte(byte: number): boolean {
    if (state === 'DataEnd') {
      const end = gather(byte, 2);
      if (end !== undefined) state = 'Size';
    } else if (state === 'Size') {
      const text = gather(byte, sizeLineMax);
      if (text !== undefined) size(text);
    } else {
      trailerBytes += 1;
      if (trailerBytes > trailerBytesMax) throw new ChunkFault('the trailer is too long');
      return gather(byte, trailerBytesMax) === '';
    }
    return false;
  }

  return {
    take(bytes) {
      for (let at = 0; at < bytes.length; ) {
        if (state === 'Data') {
          const part = bytes.subarray(at, at + left);
          parts.push(part);
          contentBytes += part.length;
          left -= part.length;
          at += part.length;
          if (left === 0) state = 'DataEnd';
        } else {
          const isWhole = takeByte(bytes[at] ?? 0);
          at += 1;
          if (isWhole) return at;
        }
      }
      return null;
    },
    content: () => Buffer.concat(parts, contentBytes),
    get contentBytes() {
      return contentBytes;
    },
  };
}
