import {
  type AchievementId,
  AmendedMap,
  type Instant,
  numberOfId,
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
import { takeByte, takeInstant, takeNumber, takeText } from './byte-reading.ts';
import { type ByteText, byteText } from './byte-text.ts';
import { eventsBehind, putEvents } from './event-memory-bytes.ts';
import { instantBytes, writeInstant } from './instant-bytes.ts';
import { StoreFailure } from './store.ts';
import {
  type EntriesEnd,
  type EntryPlace,
  inProgress,
  notStarted,
  notYetStarted,
  type Reading,
  StoredProgress,
  takeId,
  textId,
  unlocked,
} from './stored-progress.ts';

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
 * Where a record of which only the progress and the moment of last playing were amended differs by
 * one byte from what it was read from, besides that moment: the head of the one achievement that
 * got further and is not unlocked.
 *
 * @returns where that byte is; -1 where more differs
 */
export function headToPatch({ progress }: PlayerRecord): number {
  if (!(progress instanceof AmendedMap && progress.base instanceof StoredProgress)) return -1;
  const { base, changes } = progress;
  if (changes.size !== 1) return -1;
  for (const [id, is] of changes as ReadonlyMap<AchievementId, Progress>) {
    const isPatch = base.get(id)?.state === 'InProgress' && is.state === 'InProgress';
    return isPatch && howFar(is) < unlocked ? (base.placeOf(id)?.from ?? -1) : -1;
  }
  return -1;
}

/** How many bytes a record was read from, changed or not; 0 where it was made otherwise. */
export function storedLength({ progress }: PlayerRecord): number {
  const base = progress instanceof AmendedMap ? progress.base : progress;
  return base instanceof StoredProgress ? base.bytes.length : 0;
}

/**
 * Makes the bytes that a record was read from those of the changed record.
 *
 * @param start where they begin
 * @param head as `headToPatch` of the changed record said
 */
export function patchPlayerRecord(
  bytes: Uint8Array,
  { start, head, record }: { start: number; head: number; record: PlayerRecord },
): void {
  writeInstant(bytes, start + 1, record.lastPlayedAt);
  const { changes } = record.progress as AmendedMap<AchievementId, Progress>;
  for (const { percent } of changes.values()) {
    bytes[start + head] = ((bytes[start + head] ?? 0) & textId) | percent;
  }
}

/**
 * Reads what `encodePlayerRecord` wrote.
 *
 * @param found what `entriesEndIn` found in these bytes, so that it is not looked for again
 * @throws {StoreFailure} if the format is unknown or the bytes are damaged
 */
export function decodePlayerRecord(bytes: Uint8Array | ByteText, found?: EntriesEnd): PlayerRecord {
  return reading(bytes, (at) => readRecord(at, found));
}

/**
 * Looks through the progress of a record, which `patchPlayerRecord` leaves as long as it is.
 *
 * @throws {StoreFailure} as `decodePlayerRecord`
 */
export function entriesEndIn(bytes: Uint8Array | ByteText): EntriesEnd {
  const { end, lastNumber } = reading(bytes, (at) => {
    at.offset += instantBytes;
    return new StoredProgress(at);
  });
  return { end, lastNumber };
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
  const { bytes, offset, end } = base;
  const places: EntryPlace[] = [];
  for (const id of changes.keys()) {
    const place = base.placeOf(id);
    if (place !== undefined) places.push(place);
  }
  places.sort((one, other) => one.from - other.from);
  const added = changes.size - places.length;
  putNumber(draft, base.size + added);
  let copied = offset;
  for (const { id, from, to, previous } of places) {
    putBytes(draft, bytes, { from: copied, to: from });
    putEntry(draft, { id, progress: changes.get(id) ?? notStarted, previous });
    copied = to;
  }
  putBytes(draft, bytes, { from: copied, to: end });
  if (added === 0) return;
  let previous = base.lastNumber;
  for (const [id, progress] of changes) {
    if (!base.has(id)) previous = putEntry(draft, { id, progress, previous });
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
  const number = numberOfId(id);
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

function readRecord(reading: Reading, found: EntriesEnd | undefined): PlayerRecord {
  const lastPlayedAt = takeInstant(reading);
  const progress = new StoredProgress(reading, found);
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
