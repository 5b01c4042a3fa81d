import type { Instant } from '@laurel/domain';
import { type ByteText, byteAt, utf8In } from './byte-text.ts';
import { instantBytes, readInstant } from './instant-bytes.ts';

/** Bytes that are being read, from `offset` on. */
export type ByteReading = { readonly bytes: ByteText; offset: number };

/** @throws {RangeError} beyond the end */
export function takeByte(reading: ByteReading): number {
  const byte = byteAt(reading.bytes, reading.offset);
  reading.offset += 1;
  return byte;
}

/** @throws {RangeError} if the bytes hold no instant */
export function takeInstant(reading: ByteReading): Instant {
  const at = readInstant(reading.bytes, reading.offset);
  reading.offset += instantBytes;
  return at;
}

/** Reads what `putNumber` wrote. @throws {RangeError} for more than 32 bits */
export function takeNumber(reading: ByteReading): number {
  let byte = takeByte(reading);
  if (byte < 0x80) return byte;
  let value = byte & 0x7f;
  for (let shift = 7; shift < 35; shift += 7) {
    byte = takeByte(reading);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  throw new RangeError('a number is longer than 32 bits');
}

/** Reads what `putText` wrote. @throws {RangeError} if it is cut short */
export function takeText(reading: ByteReading): string {
  const length = takeNumber(reading);
  const end = reading.offset + length;
  if (end > reading.bytes.length) throw new RangeError('a text is cut short');
  const text = utf8In(reading.bytes, { from: reading.offset, to: end });
  reading.offset = end;
  return text;
}
