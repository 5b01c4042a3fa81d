import { numbersIn, viewOf } from './byte-text.ts';
import { StoreFailure } from './store.ts';

/*
 * Late writes stand one behind the other. Each begins with a byte that says so in a group of units
 * (`sqlite/packed-group.ts`), from which they are taken as they are; then, numbers with the lowest
 * byte first:
 *
 *   length of the rest (2) | sequence (8) | place (8) | version of the record (4) | sequence of the
 *   write before (8) | length of the xuid (1) | xuid | facts, as `encodeFacts` writes them
 *
 * Numbers of eight bytes are doubles.
 */

/** The byte with which one begins. */
export const lateWriteMark = 2;

const at = {
  length: 1,
  sequence: 3,
  place: 11,
  version: 19,
  previous: 23,
  xuidLength: 31,
} as const;
const xuidAt = 32;
const xuidLengthMax = 20;
const lengthMax = 0xffff;

/** A write of the ledger that says all it changed, so that its record's row may follow later. */
export type LateWrite = {
  readonly sequence: number;
  readonly xuid: string;
  readonly place: number;
  readonly recordVersion: number;
  /** The write of the same record before it. */
  readonly previous: number;
  /** As `encodeFacts` wrote them. */
  readonly facts: Uint8Array;
};

/** @returns how many bytes it takes */
export function lateWriteBytes({ xuid, facts }: Pick<LateWrite, 'xuid' | 'facts'>): number {
  return xuidAt + xuid.length + facts.length;
}

/**
 * Writes one.
 *
 * @param view has room for it from `start` on
 * @returns where it ends
 * @throws {RangeError} for a longer one than there can be: a bug
 */
export function putLateWrite(view: DataView, start: number, write: LateWrite): number {
  const { sequence, xuid, place, recordVersion, previous, facts } = write;
  const length = lateWriteBytes(write) - at.sequence;
  if (length > lengthMax || xuid.length > xuidLengthMax) {
    throw new RangeError(`a late write of ${length} bytes`);
  }
  view.setUint8(start, lateWriteMark);
  view.setUint16(start + at.length, length, true);
  view.setFloat64(start + at.sequence, sequence, true);
  view.setFloat64(start + at.place, place, true);
  view.setUint32(start + at.version, recordVersion, true);
  view.setFloat64(start + at.previous, previous, true);
  view.setUint8(start + at.xuidLength, xuid.length);
  let end = start + xuidAt;
  for (let digit = 0; digit < xuid.length; digit += 1) {
    view.setUint8(end + digit, xuid.charCodeAt(digit));
  }
  end += xuid.length;
  for (let place = 0; place < facts.length; place += 1) {
    view.setUint8(end + place, facts[place] ?? 0);
  }
  return end + facts.length;
}

/** @returns where the one ends that begins at `start` */
export function lateWriteEnd(view: DataView, start: number): number {
  return start + at.sequence + view.getUint16(start + at.length, true);
}

/** @returns the number of the one that begins at `start` */
export function lateWriteSequence(view: DataView, start: number): number {
  return view.getFloat64(start + at.sequence, true);
}

/**
 * Reads those of which the number is `from` to `to`.
 *
 * @throws {StoreFailure} if the bytes are damaged
 */
export function lateWritesIn(
  bytes: Uint8Array,
  { from, to }: { from: number; to: number },
): readonly LateWrite[] {
  const view = numbersIn(bytes);
  const writes: LateWrite[] = [];
  try {
    for (let start = 0; start < bytes.length; ) {
      const end = lateWriteEnd(view, start);
      if (bytes[start] !== lateWriteMark || end > bytes.length) throw new RangeError('not whole');
      const sequence = lateWriteSequence(view, start);
      if (sequence >= from && sequence <= to) writes.push(lateWriteIn(bytes.subarray(start, end)));
      start = end;
    }
  } catch (cause) {
    throw new StoreFailure('late writes are damaged; restore a backup', { cause });
  }
  return writes;
}

/** @param bytes of it alone */
function lateWriteIn(bytes: Uint8Array): LateWrite {
  const view = numbersIn(bytes);
  const factsAt = xuidAt + view.getUint8(at.xuidLength);
  if (factsAt > bytes.length) throw new RangeError('the xuid is cut short');
  return {
    sequence: lateWriteSequence(view, 0),
    xuid: viewOf(bytes.subarray(xuidAt, factsAt)).toString('latin1'),
    place: view.getFloat64(at.place, true),
    recordVersion: view.getUint32(at.version, true),
    previous: view.getFloat64(at.previous, true),
    facts: bytes.subarray(factsAt),
  };
}
