import {
  type EventMemory,
  type EventRefusalCode,
  eventRefusalCodes,
  type MovedBy,
  type RefusedBefore,
} from '@laurel/domain';
import {
  type Draft,
  putByte,
  putBytes,
  putInstant,
  putNumber,
  putText,
  putWhole,
} from './byte-draft.ts';
import { type ByteReading, takeByte, takeInstant, takeNumber, takeText } from './byte-reading.ts';
import { type ByteText, byteAt } from './byte-text.ts';
import { StoreFailure } from './store.ts';

/*
 * What a record remembers of events, in bytes, behind everything else:
 *
 *   1 | n | n × mark (6) | m | m × (text key, text event, at (8)) | r | r × refusal
 *
 *   refusal   code, text event, text name, received at (8), text stat (empty: the whole event)
 */
const section = 1;
const markBytes = 6;

/** Writes the section. What was read and not changed is copied as it is. */
export function putEvents(draft: Draft, events: EventMemory): void {
  if (events instanceof StoredEvents) {
    putBytes(draft, events.bytes, { from: events.offset, to: events.bytes.length });
    return;
  }
  putByte(draft, section);
  putNumber(draft, events.seen.length);
  for (const mark of events.seen) putWhole(draft, mark, markBytes);
  putNumber(draft, events.moved.size);
  for (const [key, { eventId, at }] of events.moved) {
    putText(draft, key);
    putText(draft, eventId);
    putInstant(draft, at);
  }
  putNumber(draft, events.refused.length);
  for (const { code, eventId, name, receivedAt, stat } of events.refused) {
    putByte(draft, eventRefusalCodes.indexOf(code));
    putText(draft, eventId);
    putText(draft, name);
    putInstant(draft, receivedAt);
    putText(draft, stat ?? '');
  }
}

/** What stands behind the rest of a record; `undefined` for nothing. */
export function eventsBehind({ bytes, offset }: ByteReading): EventMemory | undefined {
  if (offset === bytes.length) return undefined;
  if (byteAt(bytes, offset) !== section) throw new RangeError('bytes are left over');
  return new StoredEvents(bytes, offset);
}

/** Decoded when somebody asks: updates and lists never do. */
class StoredEvents implements EventMemory {
  readonly bytes: ByteText;
  readonly offset: number;
  #memory: EventMemory | undefined;

  constructor(bytes: ByteText, offset: number) {
    this.bytes = bytes;
    this.offset = offset;
  }

  get seen(): EventMemory['seen'] {
    return this.#all().seen;
  }

  get moved(): EventMemory['moved'] {
    return this.#all().moved;
  }

  get refused(): EventMemory['refused'] {
    return this.#all().refused;
  }

  /** @throws {StoreFailure} if the bytes are damaged */
  #all(): EventMemory {
    if (this.#memory !== undefined) return this.#memory;
    try {
      this.#memory = readEvents({ bytes: this.bytes, offset: this.offset + 1 });
    } catch (cause) {
      throw new StoreFailure("a player's record is damaged; restore a backup", { cause });
    }
    return this.#memory;
  }
}

function readEvents(reading: ByteReading): EventMemory {
  const count = takeNumber(reading);
  const { bytes } = reading;
  const end = reading.offset + count * markBytes;
  if (end > bytes.length) throw new RangeError('marks are cut short');
  const seen: number[] = [];
  for (let at = reading.offset; at < end; at += markBytes) {
    let mark = 0;
    for (let place = 0; place < markBytes; place += 1) {
      mark = mark * 0x100 + byteAt(bytes, at + place);
    }
    seen.push(mark);
  }
  reading.offset = end;
  const moved = new Map<string, MovedBy>();
  for (let left = takeNumber(reading); left > 0; left -= 1) {
    const key = takeText(reading);
    moved.set(key, { eventId: takeText(reading), at: takeInstant(reading) });
  }
  const refused: RefusedBefore[] = [];
  for (let left = takeNumber(reading); left > 0; left -= 1) refused.push(takeRefusal(reading));
  if (reading.offset !== bytes.length) throw new RangeError('bytes are left over');
  return { seen, moved, refused };
}

function takeRefusal(reading: ByteReading): RefusedBefore {
  const code: EventRefusalCode | undefined = eventRefusalCodes[takeByte(reading)];
  if (code === undefined) throw new RangeError('no such refusal');
  const [eventId, name] = [takeText(reading), takeText(reading)];
  const receivedAt = takeInstant(reading);
  return { eventId, name, receivedAt, code, stat: takeText(reading) || null };
}
