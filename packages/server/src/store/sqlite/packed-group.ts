import { putShort } from '../../short-text.ts';
import { type ByteText, numbersIn } from '../byte-text.ts';
import {
  type LateWrite,
  lateWriteBytes,
  lateWriteEnd,
  lateWriteMark,
  putLateWrite,
} from '../late-write-bytes.ts';
import type { SqlValue, Step } from '../sql/engine.ts';

/** Statements that are committed together or not at all. */
export type Unit = {
  /** Whether a first step that changes no row stops the others. */
  readonly isGuarded: boolean;
  readonly steps: readonly Step[];
};

/*
 * A group of units is sent to another thread as bytes, for every value that is cloned alone costs
 * more than binding it. Statements travel as numbers; a text is sent along when it is first used.
 *
 * Numbers with the lowest byte first: how many statements were not sent before (4), numbered on
 * from those that were, and the text of each; then the units. One is a late write, as
 * `late-write-bytes.ts` has it, or else guarded, 0 or 1 (1), steps (4); for each step statement
 * (1), parameters (1); for each parameter its kind (1) and then
 *
 *   a number   as a double (8)
 *   a text     its length in UTF-8 (4), then that
 *   bytes      their length (4), then they
 */

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
  /** Of the same bytes. */
  #view = new DataView(this.#bytes.buffer);
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

  /** Adds a unit behind the others. @throws {RangeError} as `step` */
  add({ isGuarded, steps }: Unit): void {
    this.begin({ isGuarded, steps: steps.length });
    for (const step of steps) {
      this.step(step[0], step.length - 1);
      for (let at = 1; at < step.length; at += 1) this.#put(step[at] ?? null);
    }
    this.end();
  }

  /** Begins a unit that is put down piece by piece; one that was not ended is dropped. */
  begin({ isGuarded, steps }: { isGuarded: boolean; steps: number }): void {
    this.#end = this.#ends.at(-1) ?? 0;
    this.#reserve(1 + 4);
    this.#putByte(isGuarded ? 1 : 0);
    this.#putUint32(steps);
  }

  /**
   * Puts down the next step of the unit; so many parameters follow it.
   *
   * @throws {RangeError} for a 257th statement: the texts of statements are constants
   */
  step(sql: string, parameters: number): void {
    this.#reserve(2);
    this.#putByte(this.#numberOf(sql));
    this.#putByte(parameters);
  }

  /** Adds a unit that is a late write, which the writer puts down with the others of the group. */
  addLateWrite(write: LateWrite): void {
    this.#end = this.#ends.at(-1) ?? 0;
    this.#reserve(lateWriteBytes(write));
    this.#end = putLateWrite(this.#view, this.#end, write);
    this.end();
  }

  putNull(): void {
    this.#reserve(1);
    this.#putByte(kindOf.null);
  }

  putNumber(value: number): void {
    this.#reserve(1 + 8);
    this.#putByte(kindOf.number);
    this.#view.setFloat64(this.#end, value, true);
    this.#end += 8;
  }

  putText(text: string): void {
    // A character takes at most three bytes for each of its UTF-16 units.
    this.#reserve(1 + 4 + text.length * 3);
    this.#putByte(kindOf.text);
    const at = this.#end + 4;
    const length = putShort(this.#bytes, text, at) ?? this.#bytes.write(text, at);
    this.#putUint32(length);
    this.#end += length;
  }

  putBytes(bytes: Uint8Array): void {
    this.#beginBytes(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** The same for bytes that are kept as a text. */
  putByteText(bytes: ByteText): void {
    this.#beginBytes(bytes.length);
    this.#bytes.write(bytes, this.#end, 'latin1');
    this.#end += bytes.length;
  }

  #beginBytes(length: number): void {
    this.#reserve(1 + 4 + length);
    this.#putByte(kindOf.bytes);
    this.#putUint32(length);
  }

  /** Ends the unit. */
  end(): void {
    this.#ends.push(this.#end);
  }

  /** Takes the last unit out again. */
  takeBack(): void {
    this.#ends.pop();
    this.#end = this.#ends.at(-1) ?? 0;
  }

  /** Takes all units out. */
  clear(): void {
    this.#ends = [];
    this.#end = 0;
  }

  /** How many of the first units, at least one, take at most so many bytes. */
  unitsWithin(bytesMax: number): number {
    if (this.#end <= bytesMax) return this.units;
    return Math.max(
      1,
      this.#ends.findIndex((end) => end > bytesMax),
    );
  }

  /** Takes the first units out. */
  take(units: number): PackedGroup {
    const ends = this.#ends.slice(0, units);
    const end = ends.at(-1) ?? 0;
    const group = { bytes: packed(this.#texts, this.#bytes.subarray(0, end)), ends };
    const rest = this.#bytes.subarray(end, this.#end);
    if (rest.length + draftBytes < this.#bytes.length) this.#draftIn(rest.length + draftBytes);
    rest.copy(this.#bytes);
    this.#texts = [];
    this.#end = rest.length;
    this.#ends = this.#ends.slice(units).map((later) => later - end);
    return group;
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
    const before = this.#bytes;
    this.#draftIn((this.#end + count) * 2);
    before.copy(this.#bytes, 0, 0, this.#end);
  }

  #draftIn(bytes: number): void {
    this.#bytes = Buffer.allocUnsafeSlow(bytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  #putByte(value: number): void {
    this.#bytes[this.#end] = value;
    this.#end += 1;
  }

  #putUint32(value: number): void {
    this.#view.setUint32(this.#end, value, true);
    this.#end += 4;
  }

  #put(value: SqlValue): void {
    if (value === null) this.putNull();
    else if (typeof value === 'number') this.putNumber(value);
    else if (typeof value === 'string') this.putText(value);
    else this.putBytes(value);
  }
}

/** A group as it is sent. */
export type PackedGroup = {
  readonly bytes: Buffer;
  /** Where each unit ends, counted from where the first begins. */
  readonly ends: readonly number[];
};

/** Takes a group that was sent apart into groups of one unit each. */
export function unitsIn({ bytes, ends }: PackedGroup): readonly PackedGroup[] {
  const units = bytes.subarray(bytes.length - (ends.at(-1) ?? 0));
  return ends.map((end, place) => {
    const from = ends[place - 1] ?? 0;
    return { bytes: packed([], units.subarray(from, end)), ends: [end - from] };
  });
}

function packed(texts: readonly string[], units: Buffer): Buffer {
  const pieces = texts.flatMap((text) => [uint32(Buffer.byteLength(text)), Buffer.from(text)]);
  return Buffer.concat([uint32(texts.length), ...pieces, units]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** What running a group has done. */
export type GroupRun = {
  /** The units, by place in the group, whose guard stopped them. */
  readonly stopped: readonly number[];
  /** Statements that were run. */
  readonly statements: number;
  /** Late writes, one behind the other. */
  readonly late: Uint8Array;
};

/** Takes out what is to be kept of a group even if that cannot be run. */
export function unpacked(bytes: Buffer): {
  readonly texts: readonly string[];
  readonly units: Buffer;
} {
  const reading = readingOf(bytes);
  const texts: string[] = [];
  for (let left = takeUint32(reading); left > 0; left -= 1) texts.push(takeText(reading));
  return { texts, units: bytes.subarray(reading.offset) };
}

/**
 * Runs the units of a group, in the order they were packed.
 *
 * @param run runs one step, and says how many rows it changed
 */
export function runUnits(
  units: Buffer,
  run: (statement: number, parameters: readonly SqlValue[]) => number,
): GroupRun {
  const reading = readingOf(units);
  const stopped: number[] = [];
  const late: Uint8Array[] = [];
  let statements = 0;
  for (let unit = 0; reading.offset < units.length; unit += 1) {
    if (units[reading.offset] === lateWriteMark) {
      const { bytes, count } = takeLateWrites(reading);
      late.push(bytes);
      unit += count - 1;
      continue;
    }
    const isGuarded = takeByte(reading) === 1;
    const steps = takeUint32(reading);
    let isStopped = false;
    for (let step = 0; step < steps; step += 1) {
      const statement = takeByte(reading);
      const parameters = takeParameters(reading);
      if (isStopped) continue;
      statements += 1;
      isStopped = run(statement, parameters) === 0 && isGuarded && step === 0;
    }
    if (isStopped) stopped.push(unit);
  }
  const [first = noBytes] = late;
  return { stopped, statements, late: late.length > 1 ? Buffer.concat(late) : first };
}

const noBytes = new Uint8Array();

/** Takes as many as stand one behind the other; mostly a group is nothing else. */
function takeLateWrites(reading: Reading): { bytes: Uint8Array; count: number } {
  const { bytes, view, offset } = reading;
  let count = 0;
  while (bytes[reading.offset] === lateWriteMark) {
    reading.offset = lateWriteEnd(view, reading.offset);
    count += 1;
  }
  return { bytes: bytes.subarray(offset, reading.offset), count };
}

function readingOf(bytes: Buffer): Reading {
  return { bytes, view: numbersIn(bytes), offset: 0 };
}

type Reading = { readonly bytes: Buffer; readonly view: DataView; offset: number };

function takeParameters(reading: Reading): readonly SqlValue[] {
  const parameters: SqlValue[] = [];
  for (let left = takeByte(reading); left > 0; left -= 1) parameters.push(takeValue(reading));
  return parameters;
}

function takeByte(reading: Reading): number {
  const byte = reading.view.getUint8(reading.offset);
  reading.offset += 1;
  return byte;
}

function takeUint32(reading: Reading): number {
  const value = reading.view.getUint32(reading.offset, true);
  reading.offset += 4;
  return value;
}

function takeValue(reading: Reading): SqlValue {
  const kind = takeByte(reading);
  if (kind === kindOf.null) return null;
  if (kind === kindOf.number) {
    const value = reading.view.getFloat64(reading.offset, true);
    reading.offset += 8;
    return value;
  }
  if (kind === kindOf.text) return takeText(reading);
  const length = takeUint32(reading);
  const start = reading.offset;
  reading.offset += length;
  return reading.bytes.subarray(start, reading.offset);
}

function takeText(reading: Reading): string {
  const length = takeUint32(reading);
  const start = reading.offset;
  reading.offset += length;
  return reading.bytes.toString('utf8', start, reading.offset);
}
