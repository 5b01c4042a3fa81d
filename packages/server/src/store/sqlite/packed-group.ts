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

const kindOf = { null: 0, number: 1, text: 2, bytes: 3 } as const;

/** The highest number of a statement: it takes one byte, as the count of its parameters does. */
const numberMax = 0xff;

/** How much is drafted in at first, and kept for the next units when much has left. */
const draftBytes = 256 * 1024;

/** Units on their way into groups: each is packed when it comes, so nothing else of it is kept. */
export class GroupDraft {
  /** Statements by text, numbered from 0 in the order of their first use. */
  readonly #numbers = new Map<string, number>();
  #texts: string[] = [];
  #bytes = Buffer.allocUnsafeSlow(draftBytes);
  #end = 0;
  /** Where each unit ends. */
  #ends: number[] = [];

  /** How many units there are. */
  get units(): number {
    return this.#ends.length;
  }

  /** How many bytes they take. */
  get size(): number {
    return this.#end;
  }

  /**
   * Adds a unit behind the others.
   *
   * @throws {RangeError} for a 257th statement: the texts of statements are constants
   */
  add({ isGuarded, steps }: Unit): void {
    this.#end = this.#ends.at(-1) ?? 0;
    this.#putByte(isGuarded ? 1 : 0);
    this.#putUint32(steps.length);
    for (const step of steps) {
      this.#putByte(this.#numberOf(step[0]));
      this.#putByte(step.length - 1);
      for (let at = 1; at < step.length; at += 1) this.#putValue(step[at] ?? null);
    }
    this.#ends.push(this.#end);
  }

  /** Takes the last unit out again. */
  takeBack(): void {
    this.#ends.pop();
    this.#end = this.#ends.at(-1) ?? 0;
  }

  /** Takes the first units out. @returns them, and where in the bytes each ends */
  take(units: number): { readonly group: PackedGroup; readonly ends: readonly number[] } {
    const ends = this.#ends.slice(0, units);
    const end = ends.at(-1) ?? 0;
    const group = { texts: this.#texts, bytes: copyOf(this.#bytes, 0, end) };
    const rest = this.#bytes.subarray(end, this.#end);
    if (rest.length + draftBytes < this.#bytes.length) {
      this.#bytes = Buffer.allocUnsafeSlow(rest.length + draftBytes);
    }
    rest.copy(this.#bytes);
    this.#texts = [];
    this.#end = rest.length;
    this.#ends = this.#ends.slice(units).map((later) => later - end);
    return { group, ends };
  }

  #numberOf(sql: string): number {
    const known = this.#numbers.get(sql);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    if (number > numberMax) throw new RangeError('there are too many statements');
    this.#numbers.set(sql, number);
    this.#texts.push(sql);
    return number;
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow((this.#end + count) * 2);
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }

  #putByte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#end] = value;
    this.#end += 1;
  }

  #putUint32(value: number): void {
    this.#reserve(4);
    this.#end = this.#bytes.writeUInt32LE(value, this.#end);
  }

  #putValue(value: SqlValue): void {
    if (value === null) {
      this.#putByte(kindOf.null);
    } else if (typeof value === 'number') {
      this.#putByte(kindOf.number);
      this.#reserve(8);
      this.#end = this.#bytes.writeDoubleLE(value, this.#end);
    } else if (typeof value === 'string') {
      this.#putByte(kindOf.text);
      // A character takes at most three bytes for each of its UTF-16 units.
      this.#reserve(4 + value.length * 3);
      const length = this.#bytes.write(value, this.#end + 4);
      this.#putUint32(length);
      this.#end += length;
    } else {
      this.#putByte(kindOf.bytes);
      this.#putUint32(value.length);
      this.#reserve(value.length);
      this.#bytes.set(value, this.#end);
      this.#end += value.length;
    }
  }
}

/** Takes a group apart into groups of one unit each. */
export function unitsIn(bytes: ArrayBuffer, ends: readonly number[]): readonly PackedGroup[] {
  const all = Buffer.from(bytes);
  return ends.map((end, place) => ({ texts: [], bytes: copyOf(all, ends[place - 1] ?? 0, end) }));
}

function copyOf(bytes: Buffer, from: number, to: number): ArrayBuffer {
  const copy = new ArrayBuffer(to - from);
  bytes.copy(new Uint8Array(copy), 0, from, to);
  return copy;
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
