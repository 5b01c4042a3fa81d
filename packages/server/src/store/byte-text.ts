/**
 * Bytes as a text of as many characters, each the number of its byte. What is remembered of every
 * player is kept so: a text of 200 bytes takes those and a head, an array of 200 bytes six times as
 * much and five times as long to make and to free.
 */
export type ByteText = string & { readonly byteText: unique symbol };

/** Copies bytes; given such a text, gives it back. */
export function byteText(bytes: Uint8Array | ByteText): ByteText {
  if (typeof bytes === 'string') return bytes;
  return viewOf(bytes).toString('latin1') as ByteText;
}

/** @throws {RangeError} behind the end, so that what was cut short is never read as a whole */
export function byteAt(bytes: ByteText, offset: number): number {
  const byte = bytes.charCodeAt(offset);
  if (Number.isNaN(byte)) throw new RangeError(`the bytes end at ${bytes.length}`);
  return byte;
}

/** The text whose UTF-8 stands there. */
export function utf8In(bytes: ByteText, { from, to }: { from: number; to: number }): string {
  return Buffer.from(bytes.slice(from, to), 'latin1').toString('utf8');
}

/** The same bytes, to read and write numbers in. */
export function numbersIn({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** The same bytes, as what Node calls its own. */
export function viewOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
