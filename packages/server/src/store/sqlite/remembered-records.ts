import type { Instant } from '@laurel/domain';
import type { ByteText } from '../byte-text.ts';
import type { Encoded } from '../sql/records.ts';

/*
 * A place, numbers with the lowest byte first:
 *
 *   room (4) | version (4) | earned (4) | length of the body (4) | gamerscore (8) |
 *   last write (8) | last unlock (28, as text) | body
 *
 * `room` is how long the place is, which is a little more than is in it.
 */
const at = { room: 0, version: 4, earned: 8, length: 12, gamerscore: 16, lastWrite: 24, text: 32 };
const bodyAt = 60;
const roomStep = 64;

/** Records of one name each, one behind the other in one block of bytes. */
type Generation = {
  readonly places: Map<string, number>;
  readonly bytes: Buffer;
  readonly view: DataView;
  end: number;
};

/**
 * Remembers records that were used lately, as `RecentMap` does: in two generations. They are kept
 * in bytes outside of the heap, and a record that is written again is written over: as objects,
 * each update's would live long enough to be moved by the garbage collector, twice, and marked.
 */
export class RememberedRecords {
  #young: Generation;
  #old: Generation;

  /** @param bytesMax of both generations; memory is taken when it is first written */
  constructor(bytesMax: number) {
    this.#young = newGeneration(bytesMax / 2);
    this.#old = newGeneration(bytesMax / 2);
  }

  get(name: string): Encoded | undefined {
    const young = this.#young.places.get(name);
    if (young !== undefined) return readAt(this.#young, young);
    const old = this.#old.places.get(name);
    if (old === undefined) return undefined;
    const encoded = readAt(this.#old, old);
    this.#add(name, encoded);
    return encoded;
  }

  /** One that is too large for a generation is not remembered. */
  set(name: string, encoded: Encoded): void {
    const young = this.#young.places.get(name);
    if (young !== undefined && bodyAt + encoded.body.length <= roomAt(this.#young, young)) {
      writeAt(this.#young, young, encoded);
    } else {
      this.#add(name, encoded);
    }
  }

  delete(name: string): void {
    this.#young.places.delete(name);
    this.#old.places.delete(name);
  }

  clear(): void {
    empty(this.#young);
    empty(this.#old);
  }

  /** Writes it behind the others of the younger generation, which may be a new one then. */
  #add(name: string, encoded: Encoded): void {
    const room = roomFor(encoded);
    if (room > this.#young.bytes.length) {
      this.delete(name);
      return;
    }
    if (this.#young.end + room > this.#young.bytes.length) {
      [this.#young, this.#old] = [this.#old, this.#young];
      empty(this.#young);
    }
    const { places, view, end } = this.#young;
    view.setUint32(end + at.room, room, true);
    writeAt(this.#young, end, encoded);
    places.set(name, end);
    this.#young.end = end + room;
  }
}

function newGeneration(bytesMax: number): Generation {
  const bytes = Buffer.allocUnsafeSlow(bytesMax);
  const view = new DataView(bytes.buffer);
  return { places: new Map(), bytes, view, end: 0 };
}

function empty(generation: Generation): void {
  generation.places.clear();
  generation.end = 0;
}

/** A little more than it takes, for most records grow. */
function roomFor({ body }: Encoded): number {
  return Math.ceil((bodyAt + body.length + 1) / roomStep) * roomStep;
}

function roomAt({ view }: Generation, place: number): number {
  return view.getUint32(place + at.room, true);
}

function writeAt({ bytes, view }: Generation, place: number, encoded: Encoded): void {
  const { version, lastWrite, totals, body } = encoded;
  view.setUint32(place + at.version, version, true);
  view.setUint32(place + at.earned, totals.earned, true);
  view.setUint32(place + at.length, body.length, true);
  view.setFloat64(place + at.gamerscore, totals.gamerscore, true);
  view.setFloat64(place + at.lastWrite, lastWrite, true);
  bytes.write(totals.lastUnlock, place + at.text, 'latin1');
  bytes.write(body, place + bodyAt, 'latin1');
}

function readAt({ bytes, view }: Generation, place: number): Encoded {
  const bodyFrom = place + bodyAt;
  const length = view.getUint32(place + at.length, true);
  return {
    version: view.getUint32(place + at.version, true),
    lastWrite: view.getFloat64(place + at.lastWrite, true),
    totals: {
      earned: view.getUint32(place + at.earned, true),
      gamerscore: view.getFloat64(place + at.gamerscore, true),
      lastUnlock: bytes.toString('latin1', place + at.text, bodyFrom) as Instant,
    },
    body: bytes.toString('latin1', bodyFrom, bodyFrom + length) as ByteText,
  };
}
