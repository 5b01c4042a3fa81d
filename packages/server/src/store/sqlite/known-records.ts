import type { PlayerRecord, Totals } from '@laurel/domain';
import { ownText } from '../../own-text.ts';
import type { ByteText } from '../byte-text.ts';
import { entriesEndIn, patchPlayerRecord } from '../player-record-bytes.ts';
import type { Encoded } from '../sql/records.ts';
import { StoreFailure } from '../store.ts';
import type { EntriesEnd } from '../stored-progress.ts';

/** A record that was decided and is on its way to the disk. */
export class Pending {
  readonly id: number;
  readonly version: number;
  readonly record: PlayerRecord;
  readonly totals: Totals;
  /** Its place in the ledger. */
  readonly lastWrite: number;
  #waiting: PromiseWithResolvers<boolean> | undefined;

  constructor({
    id,
    version,
    record,
    totals,
    lastWrite,
  }: Pick<Pending, 'id' | 'version' | 'record' | 'totals' | 'lastWrite'>) {
    this.id = id;
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

/** What is known of the record of one player in one place. */
export type KnownRecord = {
  readonly xuid: string;
  readonly place: number;
  /** Where it stands as it is stored; `null` where that is not known. */
  generation: Generation | null;
  offset: number;
  /** With what is stored, and not among its bytes: most writes leave them as they are. */
  totals: Totals | null;
  /** The latest that may still be written. */
  latest: Pending | null;
  onTheirWay: number;
  /** Counts how often what was on its way was given up. */
  era: number;
  /** The newest version that its row does not hold; 0 where it holds all. */
  late: number;
  /** Of its row, where that is late. */
  id: number;
};

/** Records as they are stored, one behind the other in one block of bytes. */
type Generation = {
  readonly records: ByName;
  readonly bytes: Buffer;
  readonly view: DataView;
  end: number;
};

/*
 * At an offset, numbers with the lowest byte first:
 *
 *   room (4) | version (4) | length of the body (4) | last write (8) | id (8)
 *     | end of its entries (4) | last number of those (4) | body
 *
 * `room` is how much is kept for it, which is a little more than it takes. What is known of the
 * entries is looked for once: they are most of a body, and each decision would look again.
 */
const at = { room: 0, version: 4, length: 8, lastWrite: 12, id: 20, end: 28, lastNumber: 32 };
const bodyAt = 36;
const roomStep = 64;

/** By place, then by player: to join the two for each look takes longer. */
class ByName {
  readonly #places = new Map<number, Map<string, KnownRecord>>();

  get(xuid: string, place: number): KnownRecord | undefined {
    return this.#places.get(place)?.get(xuid);
  }

  add(known: KnownRecord): void {
    const ofPlace = this.#places.get(known.place);
    if (ofPlace === undefined) this.#places.set(known.place, new Map([[known.xuid, known]]));
    else ofPlace.set(known.xuid, known);
  }

  delete({ xuid, place }: KnownRecord): void {
    const ofPlace = this.#places.get(place);
    ofPlace?.delete(xuid);
    if (ofPlace?.size === 0) this.#places.delete(place);
  }

  clear(): void {
    this.#places.clear();
  }

  all(): readonly KnownRecord[] {
    return [...this.#places.values()].flatMap((ofPlace) => [...ofPlace.values()]);
  }
}

/**
 * The records that are on their way to the disk, and those, as they are stored, that were used
 * lately. The latter in two generations, as `RecentMap` does, and in bytes outside of the heap: as
 * objects, each update's would live long enough to be moved by the garbage collector, twice.
 *
 * A record is decided on the one before it without waiting. When one is not written, all that were
 * decided on it must not be either: they are of one era, by which the queue finds and drops them,
 * and the next decision begins a new one from what is stored.
 *
 * A record whose row is late is never forgotten, since nobody else has it as it is.
 */
export class KnownRecords {
  #young: Generation;
  #old: Generation;

  /** @param bytesMax of both generations; memory is taken when it is first written */
  constructor(bytesMax: number) {
    this.#young = newGeneration(bytesMax / 2);
    this.#old = newGeneration(bytesMax / 2);
  }

  /** How many records something is known of. */
  get size(): number {
    return new Set([...this.#young.records.all(), ...this.#old.records.all()]).size;
  }

  /** What is known of it, which may be nothing. It is good until anything is waited for. */
  of(xuid: string, place: number): KnownRecord {
    const known = this.#young.records.get(xuid, place) ?? this.#old.records.get(xuid, place);
    if (known !== undefined) return known;
    return {
      xuid: ownText(xuid),
      place,
      generation: null,
      offset: 0,
      totals: null,
      latest: null,
      onTheirWay: 0,
      era: 0,
      late: 0,
      id: 0,
    };
  }

  /** As it is stored; `undefined` where that is not known. */
  stored(known: KnownRecord): Encoded | undefined {
    const { generation, offset, totals } = known;
    if (generation === null || totals === null) return undefined;
    const encoded = readAt(generation, offset, totals);
    if (generation === this.#old) this.#add(known, encoded);
    return encoded;
  }

  /** Remembers how it is stored. One that is too large for a generation is forgotten. */
  store(known: KnownRecord, encoded: Encoded): void {
    const { generation, offset } = known;
    if (generation === this.#young && room(encoded) <= roomAt(generation, offset)) {
      writeAt(generation, offset, encoded);
      known.totals = encoded.totals;
    } else {
      this.#add(known, encoded);
    }
  }

  /**
   * Remembers the next version of a record that is known as it is stored, where only a byte of that
   * changed (`headToPatch`).
   *
   * @returns whether that was possible
   */
  patch(
    known: KnownRecord,
    {
      version,
      lastWrite,
      head,
      record,
    }: Pick<Pending, 'version' | 'lastWrite' | 'record'> & { head: number },
  ): boolean {
    const { generation, offset } = known;
    if (generation === null || generation !== this.#young) return false;
    const { bytes, view } = generation;
    if (view.getUint32(offset + at.version, true) !== version - 1) return false;
    view.setUint32(offset + at.version, version, true);
    view.setFloat64(offset + at.lastWrite, lastWrite, true);
    patchPlayerRecord(bytes, { start: offset + bodyAt, head, record });
    return true;
  }

  /** Forgets how it is stored, unless its row does not hold that yet. */
  forget(known: KnownRecord): void {
    if (known.late > 0) return;
    known.generation = null;
    known.totals = null;
    this.#tidy(known);
  }

  /**
   * Until it is settled, what is known of the record is good however long is waited.
   *
   * @returns the era it is of, to be given back once by `settle`
   */
  add(known: KnownRecord, pending: Pending): number {
    if (known.generation === null) this.#young.records.add(known);
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
    const all = new Set([...this.#young.records.all(), ...this.#old.records.all()]);
    empty(this.#young);
    empty(this.#old);
    for (const known of all) {
      known.generation = null;
      known.totals = null;
      known.late = 0;
      if (known.onTheirWay === 0) continue;
      known.latest = null;
      known.era += 1;
      this.#young.records.add(known);
    }
  }

  /** Nothing is kept of a record of which nothing is known. */
  #tidy(known: KnownRecord): void {
    if (known.generation !== null || known.onTheirWay > 0) return;
    this.#young.records.delete(known);
    this.#old.records.delete(known);
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
    if (generation.end + needed > generation.bytes.length) {
      this.forget(known);
      return;
    }
    known.generation = generation;
    known.offset = generation.end;
    generation.records.add(known);
    generation.view.setUint32(known.offset + at.room, needed, true);
    writeAt(generation, known.offset, encoded);
    known.totals = encoded.totals;
    generation.end += needed;
  }

  /** Forgets the older generation, but for what is on its way or not in its row yet. */
  #rotate(): void {
    const dropped = this.#old;
    const kept = dropped.records.all().filter(({ onTheirWay, late }) => onTheirWay + late > 0);
    empty(dropped);
    this.#old = this.#young;
    this.#young = dropped;
    for (const known of kept.sort((one, other) => one.offset - other.offset)) {
      // One that stands in the other generation is named there, and goes when that goes.
      if (known.generation === this.#old) continue;
      if (known.late > 0) moveToEnd(dropped, known);
      else {
        known.generation = null;
        known.totals = null;
      }
      dropped.records.add(known);
    }
  }
}

/** Moves a record of a generation that was emptied to its end, which is before where it stands. */
function moveToEnd(generation: Generation, known: KnownRecord): void {
  const { bytes, end } = generation;
  const taken = roomAt(generation, known.offset);
  bytes.copyWithin(end, known.offset, known.offset + taken);
  known.offset = end;
  generation.end += taken;
}

function newGeneration(bytesMax: number): Generation {
  const bytes = Buffer.allocUnsafeSlow(bytesMax);
  return { records: new ByName(), bytes, view: new DataView(bytes.buffer), end: 0 };
}

function empty(generation: Generation): void {
  generation.records.clear();
  generation.end = 0;
}

function room({ body }: Encoded): number {
  return bodyAt + body.length;
}

function roomAt({ view }: Generation, offset: number): number {
  return view.getUint32(offset + at.room, true);
}

function writeAt({ bytes, view }: Generation, offset: number, encoded: Encoded): void {
  const { id, version, lastWrite, body } = encoded;
  view.setUint32(offset + at.version, version, true);
  view.setUint32(offset + at.length, body.length, true);
  view.setFloat64(offset + at.lastWrite, lastWrite, true);
  view.setFloat64(offset + at.id, id, true);
  const { end, lastNumber } = lookThrough(body);
  view.setUint32(offset + at.end, end, true);
  view.setInt32(offset + at.lastNumber, lastNumber, true);
  bytes.write(body, offset + bodyAt, 'latin1');
}

const notFound: EntriesEnd = { end: 0, lastNumber: 0 };

/** Whoever reads a body that is damaged is told so then. */
function lookThrough(body: ByteText): EntriesEnd {
  try {
    return entriesEndIn(body);
  } catch (cause) {
    if (cause instanceof StoreFailure) return notFound;
    throw cause;
  }
}

function readAt({ bytes, view }: Generation, offset: number, totals: Totals): Encoded {
  const bodyFrom = offset + bodyAt;
  const length = view.getUint32(offset + at.length, true);
  const end = view.getUint32(offset + at.end, true);
  const lastNumber = view.getInt32(offset + at.lastNumber, true);
  return {
    id: view.getFloat64(offset + at.id, true),
    version: view.getUint32(offset + at.version, true),
    lastWrite: view.getFloat64(offset + at.lastWrite, true),
    totals,
    body: bytes.toString('latin1', bodyFrom, bodyFrom + length) as ByteText,
    found: end === 0 ? undefined : { end, lastNumber },
  };
}
