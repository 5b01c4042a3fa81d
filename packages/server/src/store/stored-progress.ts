import { type AchievementId, numberOfId, type Progress } from '@laurel/domain';
import { type ByteReading, takeByte, takeInstant, takeNumber, takeText } from './byte-reading.ts';
import type { ByteText } from './byte-text.ts';
import { instantBytes, isInstant } from './instant-bytes.ts';

/* The entries of a record, in the form that `player-record-bytes.ts` describes. */

/** What the low bits of a head say of an achievement that is unlocked. */
export const unlocked = 101;
/** What they say of one that is not started; below both they say the percent. */
export const notYetStarted = 102;
/** The high bit of a head: the id is written as a text. */
export const textId = 0x80;
/** A number below this takes one byte. */
const shortMax = 0x80;

/** The progress of each percent: one object for all who have it. */
export const inProgress: readonly Progress[] = Array.from({ length: 101 }, (_, percent) =>
  Object.freeze({ state: 'InProgress', percent }),
);
/** The progress of who has none; one object for all. */
export const notStarted: Progress = Object.freeze({ state: 'NotStarted', percent: 0 });
const idsKept = Array.from({ length: 1024 }, (_, n) => String(n) as AchievementId);

/** `previous` is the number that the next difference is taken to. */
export type Reading = ByteReading & { previous: number };

/** Where an entry stands: its bytes, and the number that the difference of its id is taken to. */
export type EntryPlace = {
  readonly id: AchievementId;
  readonly from: number;
  readonly to: number;
  readonly previous: number;
};

/** What there is to know of the entries of a record besides what they say. */
export type EntriesEnd = {
  /** Where they end. */
  readonly end: number;
  /** The number that the difference of a next entry would be taken to. */
  readonly lastNumber: number;
};

/** Questions about single achievements that are answered by looking; a list asks many more. */
const looksMax = 4;

/**
 * The progress of a stored record, taken from its bytes when it is asked for: the first questions
 * look through them, as a report asks for few achievements; then all are read, as a list asks for
 * every one.
 */
export class StoredProgress implements ReadonlyMap<AchievementId, Progress>, EntriesEnd {
  readonly bytes: ByteText;
  /** Where its entries begin. */
  readonly offset: number;
  readonly end: number;
  readonly size: number;
  readonly lastNumber: number;
  #asked = 0;
  #lookedFor: AchievementId | undefined;
  #place: EntryPlace | undefined;
  #numbered: readonly (Progress | undefined)[] | undefined;
  #entries: ReadonlyMap<AchievementId, Progress> | undefined;

  /**
   * @param found what was found before in these bytes; without it all entries are looked through
   * @throws {RangeError} if the bytes are damaged, so that no later question can fail
   */
  constructor(reading: Reading, found?: EntriesEnd) {
    this.size = takeNumber(reading);
    this.bytes = reading.bytes;
    this.offset = reading.offset;
    const { end, lastNumber } = found ?? lookThrough(this);
    this.end = end;
    this.lastNumber = lastNumber;
  }

  get(id: AchievementId): Progress | undefined {
    if (this.#entries !== undefined) return this.#entries.get(id);
    this.#asked += 1;
    if (this.#asked <= looksMax) return this.#find(id);
    const number = numberOfId(id);
    if (number < 0 || number >= idsKept.length) return this.#all().get(id);
    this.#numbered ??= this.#readNumbered();
    return this.#numbered[number];
  }

  has(id: AchievementId): boolean {
    return this.#entries === undefined ? this.placeOf(id) !== undefined : this.#entries.has(id);
  }

  entries(): MapIterator<[AchievementId, Progress]> {
    return this.#all().entries();
  }

  keys(): MapIterator<AchievementId> {
    return this.#all().keys();
  }

  values(): MapIterator<Progress> {
    return this.#all().values();
  }

  forEach(
    call: (value: Progress, key: AchievementId, map: ReadonlyMap<AchievementId, Progress>) => void,
  ): void {
    for (const [key, value] of this.#all()) call(value, key, this);
  }

  [Symbol.iterator](): MapIterator<[AchievementId, Progress]> {
    return this.#all().entries();
  }

  /** Where its entry stands. A report asks for one before it is decided and when it is written. */
  placeOf(id: AchievementId): EntryPlace | undefined {
    if (id !== this.#lookedFor) {
      this.#lookedFor = id;
      this.#place = this.#look(id);
    }
    return this.#place;
  }

  #find(id: AchievementId): Progress | undefined {
    const place = this.placeOf(id);
    if (place === undefined) return undefined;
    const reading: Reading = { bytes: this.bytes, offset: place.from, previous: 0 };
    const head = takeByte(reading);
    skipId(reading, head);
    return takeProgress(reading, head & ~textId);
  }

  #look(id: AchievementId): EntryPlace | undefined {
    const number = numberOfId(id);
    return number < 0 ? this.#lookForText(id) : this.#lookForNumber(id, number);
  }

  #lookForNumber(id: AchievementId, number: number): EntryPlace | undefined {
    const { bytes } = this;
    let at = this.offset;
    let previous = 0;
    for (let left = this.size; left > 0; left -= 1) {
      const from = at;
      const before = previous;
      const head = bytes.charCodeAt(at);
      const zigzag = bytes.charCodeAt(at + 1);
      if (head < textId && zigzag < shortMax) {
        previous += (zigzag >>> 1) ^ -(zigzag & 1);
        at += head === unlocked ? 2 + instantBytes : 2;
      } else {
        const walk = { bytes, offset: at, previous };
        passEntry(walk);
        at = walk.offset;
        previous = walk.previous;
      }
      const isIt = previous === number && head < textId;
      if (isIt) return { id, from, to: at, previous: before };
    }
    return undefined;
  }

  #lookForText(id: AchievementId): EntryPlace | undefined {
    const reading: Reading = { bytes: this.bytes, offset: this.offset, previous: 0 };
    for (let left = this.size; left > 0; left -= 1) {
      const { offset: from, previous } = reading;
      const head = takeByte(reading);
      const isIt = takeId(reading, head) === id;
      passProgress(reading, head);
      if (isIt) return { id, from, to: reading.offset, previous };
    }
    return undefined;
  }

  /** By number, those whose ids are small ones: to fill a map takes a tenth of a list. */
  #readNumbered(): readonly (Progress | undefined)[] {
    const numbered: (Progress | undefined)[] = [];
    const reading: Reading = { bytes: this.bytes, offset: this.offset, previous: 0 };
    for (let left = this.size; left > 0; left -= 1) {
      const head = takeByte(reading);
      skipId(reading, head);
      const isSmall = (head & textId) === 0 && reading.previous < idsKept.length;
      if (isSmall) numbered[reading.previous] = takeProgress(reading, head & ~textId);
      else passProgress(reading, head);
    }
    return numbered;
  }

  #all(): ReadonlyMap<AchievementId, Progress> {
    if (this.#entries !== undefined) return this.#entries;
    const entries = new Map<AchievementId, Progress>();
    const reading: Reading = { bytes: this.bytes, offset: this.offset, previous: 0 };
    for (let left = this.size; left > 0; left -= 1) {
      const head = takeByte(reading);
      entries.set(takeId(reading, head), takeProgress(reading, head & ~textId));
    }
    this.#entries = entries;
    return entries;
  }
}

/** @throws {RangeError} if an entry is damaged */
function lookThrough({
  bytes,
  offset,
  size,
}: Pick<StoredProgress, 'bytes' | 'offset' | 'size'>): EntriesEnd {
  let at = offset;
  let previous = 0;
  for (let left = size; left > 0; left -= 1) {
    const head = bytes.charCodeAt(at);
    const zigzag = bytes.charCodeAt(at + 1);
    const isPlain = head < unlocked || (head === unlocked && isInstant(bytes, at + 2));
    if (isPlain && zigzag < shortMax) {
      previous += (zigzag >>> 1) ^ -(zigzag & 1);
      at += head === unlocked ? 2 + instantBytes : 2;
    } else {
      const walk = { bytes, offset: at, previous };
      checkEntry(walk);
      at = walk.offset;
      previous = walk.previous;
    }
  }
  return { end: at, lastNumber: previous };
}

/** Reads an id. @throws {RangeError} beyond the end */
export function takeId(reading: Reading, head: number): AchievementId {
  if ((head & textId) !== 0) return takeText(reading) as AchievementId;
  const zigzag = takeNumber(reading);
  const number = reading.previous + ((zigzag >>> 1) ^ -(zigzag & 1));
  reading.previous = number;
  return idsKept[number] ?? (String(number) as AchievementId);
}

function skipId(reading: Reading, head: number): void {
  if ((head & textId) === 0) {
    const zigzag = takeNumber(reading);
    reading.previous += (zigzag >>> 1) ^ -(zigzag & 1);
    return;
  }
  const end = takeNumber(reading) + reading.offset;
  if (end > reading.bytes.length) throw new RangeError('a text is cut short');
  reading.offset = end;
}

/** @throws {RangeError} unless it is what `takeProgress` reads */
function checkProgress({ bytes, offset }: Reading, head: number): void {
  const how = head & ~textId;
  if (how === unlocked) {
    if (!isInstant(bytes, offset)) throw new RangeError('bytes hold no instant');
  } else if (how > notYetStarted) {
    throw new RangeError(`no progress is written as ${how}`);
  }
}

/** Goes on behind an entry. @throws {RangeError} if it is none */
function checkEntry(reading: Reading): void {
  const head = takeByte(reading);
  skipId(reading, head);
  checkProgress(reading, head);
  passProgress(reading, head);
}

/** Goes on behind an entry that has been checked. */
function passEntry(reading: Reading): void {
  const head = takeByte(reading);
  skipId(reading, head);
  passProgress(reading, head);
}

/** Goes on behind a progress that has been checked. */
function passProgress(reading: Reading, head: number): void {
  if ((head & ~textId) === unlocked) reading.offset += instantBytes;
}

function takeProgress(reading: Reading, how: number): Progress {
  if (how === unlocked) {
    return { state: 'Achieved', percent: 100, unlockedAt: takeInstant(reading) };
  }
  if (how === notYetStarted) return notStarted;
  const progress = inProgress[how];
  if (progress === undefined) throw new RangeError(`no progress is written as ${how}`);
  return progress;
}
