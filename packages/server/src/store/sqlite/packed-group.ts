import type { SqlValue, Step } from '../sql/engine.ts';

/** Statements that are committed together or not at all. */
export type Unit = {
  /** Whether a first step that changes no row stops the others. */
  readonly isGuarded: boolean;
  readonly steps: readonly Step[];
};

/**
 * A group of units in the form that is cheapest to send to another thread: one flat list, and all
 * bytes in one buffer. Statements travel as numbers; a text is sent along when it is first used.
 */
export type PackedGroup = {
  /** Texts of the statements that have not been sent before, numbered on from those that have. */
  readonly texts: readonly string[];
  /**
   * Units: how many, then each: guarded, steps; each step: statement, parameters. `undefined`:
   * bytes.
   */
  readonly values: readonly (SqlValue | boolean | undefined)[];
  /** How long each of the byte parameters is, in order. */
  readonly lengths: readonly number[];
  readonly bytes: ArrayBuffer;
};

/** Gives statements their numbers, from 0, in the order of their first use. */
export type StatementNumbers = Map<string, number>;

/** @param numbers what was sent before; new statements are added */
export function pack(units: readonly Unit[], numbers: StatementNumbers): PackedGroup {
  const texts: string[] = [];
  const values: (SqlValue | boolean | undefined)[] = [units.length];
  const blobs: Uint8Array[] = [];
  for (const { isGuarded, steps } of units) {
    values.push(isGuarded, steps.length);
    for (const step of steps) {
      const [sql] = step;
      let number = numbers.get(sql);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(sql, number);
        texts.push(sql);
      }
      values.push(number, step.length - 1);
      for (let at = 1; at < step.length; at += 1) {
        const value = step[at];
        values.push(value instanceof Uint8Array ? undefined : value);
        if (value instanceof Uint8Array) blobs.push(value);
      }
    }
  }
  return { texts, values, lengths: blobs.map(({ length }) => length), bytes: joined(blobs) };
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

/** One step as it is unpacked. */
export type NumberedStep = { readonly statement: number; readonly parameters: SqlValue[] };

/** One unit as it is unpacked. */
export type NumberedUnit = {
  readonly isGuarded: boolean;
  readonly steps: readonly NumberedStep[];
};

/** Takes a group apart, in the order it was packed. */
export function* unpack({ values, lengths, bytes }: PackedGroup): Generator<NumberedUnit> {
  const place = { value: 1, blob: 0, byte: 0 };
  for (let units = Number(values[0]); units > 0; units -= 1) {
    const isGuarded = values[place.value] === true;
    const steps: NumberedStep[] = [];
    let left = Number(values[place.value + 1]);
    place.value += 2;
    for (; left > 0; left -= 1) steps.push(takeStep({ values, lengths, bytes }, place));
    yield { isGuarded, steps };
  }
}

function takeStep(
  { values, lengths, bytes }: Pick<PackedGroup, 'values' | 'lengths' | 'bytes'>,
  place: { value: number; blob: number; byte: number },
): NumberedStep {
  const statement = Number(values[place.value]);
  const end = place.value + 2 + Number(values[place.value + 1]);
  const parameters: SqlValue[] = [];
  for (let at = place.value + 2; at < end; at += 1) {
    const value = values[at];
    if (value !== undefined) {
      parameters.push(value as SqlValue);
      continue;
    }
    const length = lengths[place.blob] ?? 0;
    parameters.push(new Uint8Array(bytes, place.byte, length));
    place.blob += 1;
    place.byte += length;
  }
  place.value = end;
  return { statement, parameters };
}

function joined(blobs: readonly Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(blobs.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const blob of blobs) {
    bytes.set(blob, offset);
    offset += blob.length;
  }
  return bytes.buffer;
}
