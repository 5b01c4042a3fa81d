import type { Instant, PlayerRecord, Totals } from '@laurel/domain';
import type { ByteText } from '../byte-text.ts';
import type { Encoded } from '../sql/records.ts';
import type { StoreFailure } from '../store.ts';

/** A record that was decided and is on its way to the disk. */
export class Pending {
  readonly version: number;
  readonly record: PlayerRecord;
  readonly totals: Totals;
  /** Its place in the ledger. */
  readonly lastWrite: number;
  #waiting: PromiseWithResolvers<boolean> | undefined;

  constructor({
    version,
    record,
    totals,
    lastWrite,
  }: Pick<Pending, 'version' | 'record' | 'totals' | 'lastWrite'>) {
    this.version = version;
    this.record = record;
    this.totals = totals;
    this.lastWrite = lastWrite;
  }

  /**
   * For those who ask before it is told.
   *
   * @returns whether it was written; `false` when what it was decided on was not there any more
   * @throws {StoreFailure} by the result, when it could not be written
   */
  whenWritten(): Promise<boolean> {
    this.#waiting ??= Promise.withResolvers();
    return this.#waiting.promise;
  }

  /** Says once how it ended. */
  tell(outcome: boolean | StoreFailure): void {
    if (typeof outcome === 'boolean') this.#waiting?.resolve(outcome);
    else this.#waiting?.reject(outcome);
  }
}

/** What is known of the record of one name. */
export type KnownRecord = {
  readonly name: string;
  /** Where it stands as it is stored; `null` where that is not known. */
  generation: Generation | null;
  place: number;
  /** The latest that may still be written. */
  latest: Pending | null;
  onTheirWay: number;
  /** Counts how often what was on its way was given up. */
  era: number;
};

/** Records as they are stored, one behind the other in one block of bytes. */
type Generation = {
  readonly names: Map<string, KnownRecord>;
  readonly bytes: Buffer;
  readonly view: DataView;
  end: number;
};

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

/**
 * The records that are on their way to the disk, and those, as they are stored, that were used
 * lately. The latter in two generations, as `RecentMap` does, and in bytes outside of the heap: as
 * objects, each update's would live long enough to be moved by the garbage collector, twice.
 *
 * A record is decided on the one before it without waiting. When one is not written, all that were
 * decided on it will not be either, since each is guarded by the version before it; they are of one
 * era, and the next decision begins a new one from what is stored.
 */
export class KnownRecords {
  #young: Generation;
  #old: Generation;

  /** @param bytesMax of both generations; memory is taken when it is first written */
  constructor(bytesMax: number) {
    this.#young = newGeneration(bytesMax / 2);
    this.#old = newGeneration(bytesMax / 2);
  }

  /** How many names something is known of. */
  get size(): number {
    return new Set([...this.#young.names.keys(), ...this.#old.names.keys()]).size;
  }

  /** What is known of that name, which may be nothing. It is good until anything is waited for. */
  of(name: string): KnownRecord {
    const known = this.#young.names.get(name) ?? this.#old.names.get(name);
    if (known !== undefined) return known;
    return { name, generation: null, place: 0, latest: null, onTheirWay: 0, era: 0 };
  }

  /** As it is stored; `undefined` where that is not known. */
  stored(known: KnownRecord): Encoded | undefined {
    const { generation, place } = known;
    if (generation === null) return undefined;
    const encoded = readAt(generation, place);
    if (generation === this.#old) this.#add(known, encoded);
    return encoded;
  }

  /** Remembers how it is stored. One that is too large for a generation is forgotten. */
  store(known: KnownRecord, encoded: Encoded): void {
    const { generation, place } = known;
    if (generation === this.#young && room(encoded) <= roomAt(generation, place)) {
      writeAt(generation, place, encoded);
    } else {
      this.#add(known, encoded);
    }
  }

  /** Forgets how it is stored. */
  forget(known: KnownRecord): void {
    known.generation = null;
    this.#tidy(known);
  }

  /**
   * Until it is settled, what is known of the record is good however long is waited.
   *
   * @returns the era it is of, to be given back once by `settle`
   */
  add(known: KnownRecord, pending: Pending): number {
    if (known.generation === null) this.#young.names.set(known.name, known);
    known.latest = pending;
    known.onTheirWay += 1;
    return known.era;
  }

  settle(
    known: KnownRecord,
    { pending, era, isWritten }: { pending: Pending; era: number; isWritten: boolean },
  ): void {
    known.onTheirWay -= 1;
    if (known.latest === pending) known.latest = null;
    if (!isWritten && era === known.era) {
      known.era += 1;
      known.latest = null;
    }
    this.#tidy(known);
  }

  /** Nothing that is known is decided on any more: the records are others now. */
  beginAnew(): void {
    const kept = [...onTheirWay(this.#young), ...onTheirWay(this.#old)];
    empty(this.#young);
    empty(this.#old);
    for (const known of new Set(kept)) {
      known.generation = null;
      known.latest = null;
      known.era += 1;
      this.#young.names.set(known.name, known);
    }
  }

  /** Nothing is kept of a name of which nothing is known. */
  #tidy({ name, generation, onTheirWay }: KnownRecord): void {
    if (generation !== null || onTheirWay > 0) return;
    this.#young.names.delete(name);
    this.#old.names.delete(name);
  }

  /** Writes it behind the others of the younger generation, which may be a new one then. */
  #add(known: KnownRecord, encoded: Encoded): void {
    const needed = Math.ceil(room(encoded) / roomStep) * roomStep;
    if (needed > this.#young.bytes.length) {
      this.forget(known);
      return;
    }
    if (this.#young.end + needed > this.#young.bytes.length) this.#rotate();
    const generation = this.#young;
    known.generation = generation;
    known.place = generation.end;
    generation.names.set(known.name, known);
    generation.view.setUint32(known.place + at.room, needed, true);
    writeAt(generation, known.place, encoded);
    generation.end += needed;
  }

  /** Forgets the older generation, but for what is on its way. */
  #rotate(): void {
    const dropped = this.#old;
    const kept = onTheirWay(dropped);
    empty(dropped);
    this.#old = this.#young;
    this.#young = dropped;
    for (const known of kept) {
      // One that stands in the other generation is named there, and goes when that goes.
      if (known.generation === this.#old) continue;
      known.generation = null;
      dropped.names.set(known.name, known);
    }
  }
}

function onTheirWay({ names }: Generation): readonly KnownRecord[] {
  return [...names.values()].filter((known) => known.onTheirWay > 0);
}

function newGeneration(bytesMax: number): Generation {
  const bytes = Buffer.allocUnsafeSlow(bytesMax);
  return { names: new Map(), bytes, view: new DataView(bytes.buffer), end: 0 };
}

function empty(generation: Generation): void {
  generation.names.clear();
  generation.end = 0;
}

function room({ body }: Encoded): number {
  return bodyAt + body.length;
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
