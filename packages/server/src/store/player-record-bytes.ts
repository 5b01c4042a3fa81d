import {
  type AchievementId,
  AmendedMap,
  type Instant,
  type PlayerRecord,
  type Progress,
} from '@laurel/domain';
import {
  type Draft,
  draftedBytes,
  putByte,
  putBytes,
  putInstant,
  putNumber,
  putText,
  startDraft,
} from './byte-draft.ts';
import { type ByteReading, takeByte, takeInstant, takeNumber, takeText } from './byte-reading.ts';
import { type ByteText, byteText } from './byte-text.ts';
import { eventsBehind, putEvents } from './event-memory-bytes.ts';
import { instantBytes, isInstant } from './instant-bytes.ts';
import { StoreFailure } from './store.ts';

/*
 * Format 1, in bytes:
 *
 *   1 | last played (8) | n | n × entry | s | s × (text name, text value) | r | r × (head, id) | e
 *
 *   entry   head, id, and when the head says unlocked the moment (8)
 *   head    the low 7 bits say how far: 0 to 100 in progress, 101 unlocked, 102 not started;
 *           the high bit says how the id is written
 *   id      a whole number as its zigzag difference to the number before it, or a text
 *   text    its length in UTF-8, then that
 *   e       what is remembered of events (`event-memory-bytes.ts`); nothing where nothing is
 *   n s r   and every length and difference: 7 bits a byte, the lowest first
 *
 * Order is kept. An unlocked achievement takes 10 bytes, one in progress 2.
 */
const format = 1;
const unlocked = 101;
const notYetStarted = 102;
const textId = 0x80;
/** Ids up to here are written as numbers: nine digits, so that differences fit 32 bits. */
const numberDigitsMax = 9;

const inProgress: readonly Progress[] = Array.from({ length: 101 }, (_, percent) =>
  Object.freeze({ state: 'InProgress', percent }),
);
const notStarted: Progress = Object.freeze({ state: 'NotStarted', percent: 0 });
const idsKept = Array.from({ length: 1024 }, (_, n) => String(n) as AchievementId);

/**
 * Writes a record as a database keeps it. The first byte names the format.
 *
 * @returns bytes that are good until the next record is written
 * @throws {RangeError} if the record holds what no record may hold: a bug
 */
export function encodePlayerRecord(record: PlayerRecord): Uint8Array {
  const draft = startDraft();
  putByte(draft, format);
  putInstant(draft, record.lastPlayedAt);
  putProgress(draft, record.progress);
  putNumber(draft, record.stats.size);
  for (const [name, value] of record.stats) {
    putText(draft, name);
    putText(draft, value);
  }
  putNumber(draft, record.revoked.size);
  let previous = 0;
  for (const id of record.revoked) previous = putId(draft, { id, how: 0, previous });
  if (record.events !== undefined) putEvents(draft, record.events);
  return draftedBytes(draft);
}

/**
 * Reads what `encodePlayerRecord` wrote.
 *
 * @throws {StoreFailure} if the format is unknown or the bytes are damaged
 */
export function decodePlayerRecord(bytes: Uint8Array | ByteText): PlayerRecord {
  return reading(bytes, readRecord);
}

/**
 * When the player last played, without reading the rest.
 *
 * @throws {StoreFailure} as `decodePlayerRecord`
 */
export function lastPlayedIn(bytes: Uint8Array | ByteText): Instant {
  return reading(bytes, takeInstant);
}

function reading<T>(stored: Uint8Array | ByteText, read: (reading: Reading) => T): T {
  const bytes = byteText(stored);
  if (bytes.charCodeAt(0) !== format) {
    const found = bytes.length === 0 ? 'nothing' : `"${bytes.charCodeAt(0)}"`;
    throw new StoreFailure(
      `a player's record has an unknown format; got ${found}, this server reads ${format}; ` +
        'upgrade the server or restore a backup',
    );
  }
  try {
    return read({ bytes, offset: 1, previous: 0 });
  } catch (cause) {
    throw new StoreFailure("a player's record is damaged; restore a backup", { cause });
  }
}

function putProgress(draft: Draft, progress: PlayerRecord['progress']): void {
  const base = progress instanceof AmendedMap ? progress.base : progress;
  if (base instanceof StoredProgress) {
    const changes = progress instanceof AmendedMap ? progress.changes : new Map();
    putAmended(draft, base, changes as ReadonlyMap<AchievementId, Progress>);
    return;
  }
  putNumber(draft, progress.size);
  let previous = 0;
  for (const [id, one] of progress) previous = putEntry(draft, { id, progress: one, previous });
}

/**
 * Writes what was read, with some entries changed: the others are copied as bytes. A report changes
 * one achievement, and a record has many.
 */
function putAmended(
  draft: Draft,
  base: StoredProgress,
  changes: ReadonlyMap<AchievementId, Progress>,
): void {
  const { bytes, offset, size } = base;
  let added = 0;
  for (const id of changes.keys()) if (!base.has(id)) added += 1;
  putNumber(draft, size + added);
  const reading: Reading = { bytes, offset, previous: 0 };
  let copied = offset;
  for (let left = size; left > 0 && changes.size > added; left -= 1) {
    const { offset: at, previous } = reading;
    const head = takeByte(reading);
    const id = takeId(reading, head);
    passProgress(reading, head);
    const progress = changes.get(id);
    if (progress === undefined) continue;
    putBytes(draft, bytes, { from: copied, to: at });
    putEntry(draft, { id, progress, previous });
    copied = reading.offset;
  }
  putBytes(draft, bytes, { from: copied, to: base.end });
  let previous = base.lastNumber;
  for (const [id, progress] of changes) {
    if (added > 0 && !base.has(id)) previous = putEntry(draft, { id, progress, previous });
  }
}

function putEntry(
  draft: Draft,
  { id, progress, previous }: { id: AchievementId; progress: Progress; previous: number },
): number {
  const number = putId(draft, { id, how: howFar(progress), previous });
  if (progress.state === 'Achieved') putInstant(draft, progress.unlockedAt);
  return number;
}

function howFar({ state, percent }: Progress): number {
  if (state === 'Achieved') return unlocked;
  if (state === 'NotStarted') return notYetStarted;
  if (inProgress[percent] !== undefined) return percent;
  throw new RangeError(`percent must be a whole number of 0 to 100; got ${percent}`);
}

/** @returns the number that the next difference is taken to */
function putId(
  draft: Draft,
  { id, how, previous }: { id: AchievementId; how: number; previous: number },
): number {
  const number = numberOf(id);
  if (number < 0) {
    putByte(draft, how | textId);
    putText(draft, id);
    return previous;
  }
  putByte(draft, how);
  const difference = number - previous;
  putNumber(draft, ((difference << 1) ^ (difference >> 31)) >>> 0);
  return number;
}

/** @returns -1 unless the id is exactly how a number of at most nine digits is written */
function numberOf(id: string): number {
  if (id.length > numberDigitsMax || id.length === 0) return -1;
  if (id.length > 1 && id.charCodeAt(0) === 48) return -1;
  let number = 0;
  for (let at = 0; at < id.length; at += 1) {
    const digit = id.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** `previous` is the number that the next difference is taken to. */
type Reading = ByteReading & { previous: number };

function readRecord(reading: Reading): PlayerRecord {
  const lastPlayedAt = takeInstant(reading);
  const progress = new StoredProgress(reading);
  reading.offset = progress.end;
  const stats = takeStats(reading);
  const revoked = takeRevoked(reading);
  const events = eventsBehind(reading);
  const record = { progress, stats, revoked, lastPlayedAt };
  return events === undefined ? record : { ...record, events };
}

const noStats: PlayerRecord['stats'] = new Map();
const noneRevoked: PlayerRecord['revoked'] = new Set();

function takeStats(reading: Reading): PlayerRecord['stats'] {
  const size = takeNumber(reading);
  if (size === 0) return noStats;
  const stats = new Map<string, string>();
  for (let left = size; left > 0; left -= 1) stats.set(takeText(reading), takeText(reading));
  return stats;
}

function takeRevoked(reading: Reading): PlayerRecord['revoked'] {
  const size = takeNumber(reading);
  if (size === 0) return noneRevoked;
  const revoked = new Set<AchievementId>();
  reading.previous = 0;
  for (let left = size; left > 0; left -= 1) revoked.add(takeId(reading, takeByte(reading)));
  return revoked;
}

/** Questions about single achievements that are answered by looking; a list asks many more. */
const looksMax = 4;

/**
 * The progress of a stored record, taken from its bytes when it is asked for: the first questions
 * look through them, as a report asks for few achievements; then all are read, as a list asks for
 * every one.
 */
class StoredProgress implements ReadonlyMap<AchievementId, Progress> {
  readonly bytes: ByteText;
  /** Where its entries begin, and where they end. */
  readonly offset: number;
  readonly end: number;
  readonly size: number;
  /** The number that the difference of a next entry would be taken to. */
  readonly lastNumber: number;
  #asked = 0;
  #lookedFor: AchievementId | undefined;
  #found: Progress | undefined;
  #numbered: readonly (Progress | undefined)[] | undefined;
  #entries: ReadonlyMap<AchievementId, Progress> | undefined;

  /** @throws {RangeError} if the bytes are damaged, so that no later question can fail */
  constructor(reading: Reading) {
    this.size = takeNumber(reading);
    this.bytes = reading.bytes;
    this.offset = reading.offset;
    const walk: Reading = { bytes: reading.bytes, offset: reading.offset, previous: 0 };
    for (let left = this.size; left > 0; left -= 1) {
      const head = takeByte(walk);
      skipId(walk, head);
      checkProgress(walk, head);
      passProgress(walk, head);
    }
    this.end = walk.offset;
    this.lastNumber = walk.previous;
  }

  get(id: AchievementId): Progress | undefined {
    if (this.#entries !== undefined) return this.#entries.get(id);
    this.#asked += 1;
    if (this.#asked <= looksMax) return this.#find(id);
    const number = numberOf(id);
    if (number < 0 || number >= idsKept.length) return this.#all().get(id);
    this.#numbered ??= this.#readNumbered();
    return this.#numbered[number];
  }

  has(id: AchievementId): boolean {
    return this.#entries === undefined ? this.#find(id) !== undefined : this.#entries.has(id);
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

  /** A report asks for the same one before it is decided and when it is written. */
  #find(id: AchievementId): Progress | undefined {
    if (id !== this.#lookedFor) {
      this.#lookedFor = id;
      this.#found = this.#look(id);
    }
    return this.#found;
  }

  #look(id: AchievementId): Progress | undefined {
    const reading: Reading = { bytes: this.bytes, offset: this.offset, previous: 0 };
    for (let left = this.size; left > 0; left -= 1) {
      const head = takeByte(reading);
      if (takeId(reading, head) === id) return takeProgress(reading, head & ~textId);
      passProgress(reading, head);
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

function takeId(reading: Reading, head: number): AchievementId {
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
