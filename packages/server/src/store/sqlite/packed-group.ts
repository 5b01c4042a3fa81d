import type { SqlValue, Step } from '../sql/engine.ts';

/** Statements that are committed together or not at all. */
export type Unit = {
  /** Whether a first step that changes no row stops the others. */
  readonly isGuarded: boolean;
  readonly steps: readonly Step[];
};

/**
 * A group of units in the form that is cheapest to send to another thread: one block of bytes, for
 * every value that is cloned alone costs more than binding it. Statements travel as numbers; a text
 * is sent along when it is first used.
 *
 * The bytes, numbers with the lowest byte first: for each unit guarded (1), steps (4); for each
 * step statement (1), parameters (1); for each parameter its kind (1) and then
 *
 *   a number   as a double (8)
 *   a text     its length in UTF-8 (4), then that
 *   bytes      their length (4), then they
 */
export type PackedGroup = {
  /** Texts of the statements that have not been sent before, numbered on from those that have. */
  readonly texts: readonly string[];
  readonly bytes: ArrayBuffer;
};

/** Gives statements their numbers, from 0, in the order of their first use. */
export type StatementNumbers = Map<string, number>;

const kindOf = { null: 0, number: 1, text: 2, bytes: 3 } as const;

/** One buffer to draft in, since packing never waits: it grows to the largest group seen. */
let draft = Buffer.allocUnsafeSlow(64 * 1024);

/** The highest number of a statement: it takes one byte, as the count of its parameters does. */
const numberMax = 0xff;

/**
 * @param numbers what was sent before; new statements are added
 * @throws {RangeError} for a 257th statement: the texts of statements are constants
 */
export function pack(units: readonly Unit[], numbers: StatementNumbers): PackedGroup {
  const texts: string[] = [];
  let end = 0;
  for (const { isGuarded, steps } of units) {
    end = putByte(isGuarded ? 1 : 0, end);
    end = putUint32(steps.length, end);
    for (const step of steps) {
      end = putByte(numberOf(step[0], { numbers, texts }), end);
      end = putByte(step.length - 1, end);
      for (let at = 1; at < step.length; at += 1) end = putValue(step[at] ?? null, end);
    }
  }
  const bytes = new ArrayBuffer(end);
  draft.copy(new Uint8Array(bytes), 0, 0, end);
  return { texts, bytes };
}

/** How many bytes a unit's texts and bytes take, about. */
export function sizeOf({ steps }: Unit): number {
  let size = 0;
  for (const step of steps) {
    for (let at = 1; at < step.length; at += 1) {
      const value = step[at];
      if (typeof value === 'string' || value instanceof Uint8Array) size += value.length;
    }
  }
  return size;
}

function numberOf(
  sql: string,
  { numbers, texts }: { numbers: StatementNumbers; texts: string[] },
): number {
  const known = numbers.get(sql);
  if (known !== undefined) return known;
  const number = numbers.size;
  if (number > numberMax) throw new RangeError('there are too many statements');
  numbers.set(sql, number);
  texts.push(sql);
  return number;
}

function reserve(end: number, bytes: number): void {
  if (end + bytes <= draft.length) return;
  const larger = Buffer.allocUnsafeSlow((end + bytes) * 2);
  draft.copy(larger, 0, 0, end);
  draft = larger;
}

function putByte(value: number, at: number): number {
  reserve(at, 1);
  draft[at] = value;
  return at + 1;
}

function putUint32(value: number, at: number): number {
  reserve(at, 4);
  return draft.writeUInt32LE(value, at);
}

function putValue(value: SqlValue, at: number): number {
  if (value === null) return putByte(kindOf.null, at);
  if (typeof value === 'number') {
    reserve(at, 9);
    draft[at] = kindOf.number;
    return draft.writeDoubleLE(value, at + 1);
  }
  if (typeof value === 'string') {
    // A character takes at most three bytes for each of its UTF-16 units.
    reserve(at, 5 + value.length * 3);
    draft[at] = kindOf.text;
    const length = draft.write(value, at + 5);
    draft.writeUInt32LE(length, at + 1);
    return at + 5 + length;
  }
  reserve(at, 5 + value.length);
  draft[at] = kindOf.bytes;
  draft.writeUInt32LE(value.length, at + 1);
  draft.set(value, at + 5);
  return at + 5 + value.length;
}

/** One step as it is unpacked. */
export type NumberedStep = { readonly statement: number; readonly parameters: SqlValue[] };

/** One unit as it is unpacked. */
export type NumberedUnit = {
  readonly isGuarded: boolean;
  readonly steps: readonly NumberedStep[];
};

/** Takes a group apart, in the order it was packed. */
export function* unpack({ bytes }: PackedGroup): Generator<NumberedUnit> {
  const reading = { bytes: Buffer.from(bytes), offset: 0 };
  while (reading.offset < reading.bytes.length) {
    const isGuarded = takeByte(reading) === 1;
    const steps: NumberedStep[] = [];
    for (let left = takeUint32(reading); left > 0; left -= 1) steps.push(takeStep(reading));
    yield { isGuarded, steps };
  }
}

type Reading = { readonly bytes: Buffer; offset: number };

function takeStep(reading: Reading): NumberedStep {
  const statement = takeByte(reading);
  const parameters: SqlValue[] = [];
  for (let left = takeByte(reading); left > 0; left -= 1) parameters.push(takeValue(reading));
  return { statement, parameters };
}

function takeByte(reading: Reading): number {
  const byte = reading.bytes.readUInt8(reading.offset);
  reading.offset += 1;
  return byte;
}

function takeUint32(reading: Reading): number {
  const value = reading.bytes.readUInt32LE(reading.offset);
  reading.offset += 4;
  return value;
}

function takeValue(reading: Reading): SqlValue {
  const kind = takeByte(reading);
  if (kind === kindOf.null) return null;
  if (kind === kindOf.number) {
    const value = reading.bytes.readDoubleLE(reading.offset);
    reading.offset += 8;
    return value;
  }
  const length = takeUint32(reading);
  const start = reading.offset;
  reading.offset += length;
  return kind === kindOf.text
    ? reading.bytes.toString('utf8', start, reading.offset)
    : reading.bytes.subarray(start, reading.offset);
}
