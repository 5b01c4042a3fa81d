import type { Instant } from '@laurel/domain';
import type { ByteText } from './byte-text.ts';
import { instantBytes, writeInstant } from './instant-bytes.ts';

/** Longer texts than this are no text of ours. */
const textBytesMax = 1 << 20;

/** Bytes that are being written; what lies beyond `length` is of an earlier draft. */
export type Draft = { bytes: Buffer; length: number };

/** One buffer for all, since encoding never waits: it grows to the largest draft seen. */
const shared: Draft = { bytes: Buffer.allocUnsafeSlow(4096), length: 0 };

/** What was written. It is good until the next draft is begun. */
export function draftedBytes(draft: Draft): Uint8Array {
  return draft.bytes.subarray(0, draft.length);
}

/** Begins anew. There is one draft at a time: it is finished before anything is waited for. */
export function startDraft(): Draft {
  shared.length = 0;
  return shared;
}

function reserve(draft: Draft, count: number): void {
  const needed = draft.length + count;
  if (needed <= draft.bytes.length) return;
  const larger = Buffer.allocUnsafeSlow(needed * 2);
  larger.set(draft.bytes);
  draft.bytes = larger;
}

/** @param byte 0 to 255 */
export function putByte(draft: Draft, byte: number): void {
  if (draft.length === draft.bytes.length) reserve(draft, 1);
  draft.bytes[draft.length] = byte;
  draft.length += 1;
}

/** Writes a whole number of so many bytes, at most 6, the highest first. */
export function putWhole(draft: Draft, value: number, bytes: number): void {
  reserve(draft, bytes);
  draft.length = draft.bytes.writeUIntBE(value, draft.length, bytes);
}

/** Copies bytes as they are. */
export function putBytes(
  draft: Draft,
  bytes: ByteText,
  { from, to }: { from: number; to: number },
): void {
  reserve(draft, to - from);
  draft.bytes.write(bytes.slice(from, to), draft.length, 'latin1');
  draft.length += to - from;
}

/** Writes `instantBytes` bytes. */
export function putInstant(draft: Draft, at: Instant): void {
  reserve(draft, instantBytes);
  writeInstant(draft.bytes, draft.length, at);
  draft.length += instantBytes;
}

/**
 * Writes 7 bits a byte, the lowest first.
 *
 * @param value 0 to 2^32-1
 */
export function putNumber(draft: Draft, value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    putByte(draft, (rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  putByte(draft, rest);
}

/**
 * Writes the length of the text in UTF-8, then that.
 *
 * @throws {RangeError} for a text that is too long: a bug
 */
export function putText(draft: Draft, text: string): void {
  const utf8 = Buffer.from(text, 'utf8');
  if (utf8.length > textBytesMax) throw new RangeError(`a text of ${utf8.length} bytes`);
  putNumber(draft, utf8.length);
  reserve(draft, utf8.length);
  draft.bytes.set(utf8, draft.length);
  draft.length += utf8.length;
}
