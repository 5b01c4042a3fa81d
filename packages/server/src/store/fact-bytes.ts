import type { AchievementId, Fact, FactSource } from '@laurel/domain';
import { putShort } from '../short-text.ts';
import { type ByteReading, takeByte, takeInstant } from './byte-reading.ts';
import { byteText, utf8In, viewOf } from './byte-text.ts';
import { instantBytes, writeInstant } from './instant-bytes.ts';
import { StoreFailure } from './store.ts';

/*
 * Format 1, in bytes, numbers with the highest byte first:
 *
 *   1 | n (2) | n × fact
 *
 *   fact    kind, source, traits, percent, title version (4), earned at (8), and as the traits say
 *           received at (8), achievement id (text), reason (text)
 *   text    its length in UTF-8 (2), then that
 *
 * What a title reports takes 19 bytes and its id.
 */
const format = 1;
const headBytes = 3;
const fixedBytes = 8 + instantBytes;

const kinds: readonly Fact['kind'][] = [
  'Progressed',
  'Unlocked',
  'Granted',
  'Revoked',
  'Restored',
  'Reset',
];
const sources: readonly FactSource[] = ['Title', 'TitleServer', 'Event', 'Support', 'Import'];

/** `receivedAt` is written where it is not `earnedAt`. */
const receivedTrait = 1;
const idTrait = 2;
const reasonTrait = 4;

const countMax = 0xffff;
/** A character takes at most three bytes for each of its UTF-16 units. */
const textUnitsMax = Math.floor(0xffff / 3);

/** One buffer for all, since encoding never waits: it grows to the longest write seen. */
let draft = Buffer.allocUnsafe(4096);

/**
 * Writes the facts of one write as the ledger keeps them.
 *
 * @returns bytes that are good until the next facts are written, `null` for no facts
 * @throws {RangeError} if they are what no write may hold: a bug
 */
export function encodeFacts(facts: readonly Fact[]): Uint8Array | null {
  if (facts.length === 0) return null;
  if (facts.length > countMax) throw new RangeError(`${facts.length} facts in one write`);
  reserve(facts.reduce((sum, fact) => sum + sizeMax(fact), headBytes));
  draft[0] = format;
  let end = draft.writeUInt16BE(facts.length, 1);
  for (const fact of facts) end = putFact(fact, end);
  return draft.subarray(0, end);
}

/** How many facts were encoded, without decoding them. */
export function countFacts(bytes: Uint8Array | null): number {
  return bytes === null ? 0 : viewOf(bytes).readUInt16BE(1);
}

/**
 * Reads what `encodeFacts` wrote.
 *
 * @throws {StoreFailure} if the format is unknown or the bytes are damaged
 */
export function decodeFacts(bytes: Uint8Array | null): readonly Fact[] {
  if (bytes === null) return [];
  if (bytes[0] !== format) {
    throw new StoreFailure(
      `facts have an unknown format; got "${bytes[0]}", this server reads ${format}; ` +
        'upgrade the server or restore a backup',
    );
  }
  try {
    const reading: ByteReading = { bytes: byteText(bytes), offset: headBytes };
    const facts = Array.from({ length: countFacts(bytes) }, () => takeFact(reading));
    if (reading.offset !== bytes.length) throw new RangeError('bytes are left over');
    return facts;
  } catch (cause) {
    throw new StoreFailure('facts are damaged; restore a backup', { cause });
  }
}

function reserve(bytes: number): void {
  if (bytes > draft.length) draft = Buffer.allocUnsafe(bytes * 2);
}

function sizeMax({ achievementId, reason }: Fact): number {
  const units = (achievementId?.length ?? 0) + (reason?.length ?? 0);
  return fixedBytes + instantBytes + 4 + units * 3;
}

function putFact(fact: Fact, start: number): number {
  const { kind, achievementId, percent, earnedAt, receivedAt, source, titleVersion, reason } = fact;
  draft[start] = kinds.indexOf(kind);
  draft[start + 1] = sources.indexOf(source);
  draft[start + 2] =
    (receivedAt === earnedAt ? 0 : receivedTrait) |
    (achievementId === null ? 0 : idTrait) |
    (reason === undefined ? 0 : reasonTrait);
  draft[start + 3] = percent;
  draft.writeUInt32BE(titleVersion, start + 4);
  writeInstant(draft, start + 8, earnedAt);
  let end = start + fixedBytes;
  if (receivedAt !== earnedAt) {
    writeInstant(draft, end, receivedAt);
    end += instantBytes;
  }
  if (achievementId !== null) end = putText(achievementId, end);
  return reason === undefined ? end : putText(reason, end);
}

function putText(text: string, start: number): number {
  if (text.length > textUnitsMax) throw new RangeError(`a text of ${text.length} characters`);
  const length = putShort(draft, text, start + 2) ?? draft.write(text, start + 2);
  draft.writeUInt16BE(length, start);
  return start + 2 + length;
}

function takeFact(reading: ByteReading): Fact {
  const [kind, source] = [kinds[takeByte(reading)], sources[takeByte(reading)]];
  if (kind === undefined || source === undefined) throw new RangeError('no such fact');
  const traits = takeByte(reading);
  const percent = takeByte(reading);
  const titleVersion = takeUint16(reading) * 0x10000 + takeUint16(reading);
  const earnedAt = takeInstant(reading);
  const receivedAt = traits & receivedTrait ? takeInstant(reading) : earnedAt;
  const achievementId = traits & idTrait ? (takeText(reading) as AchievementId) : null;
  const reason = traits & reasonTrait ? { reason: takeText(reading) } : {};
  return { kind, achievementId, percent, earnedAt, receivedAt, source, titleVersion, ...reason };
}

function takeUint16(reading: ByteReading): number {
  return takeByte(reading) * 0x100 + takeByte(reading);
}

function takeText(reading: ByteReading): string {
  const length = takeUint16(reading);
  const from = reading.offset;
  reading.offset += length;
  if (reading.offset > reading.bytes.length) throw new RangeError('a text is cut short');
  return utf8In(reading.bytes, { from, to: reading.offset });
}
