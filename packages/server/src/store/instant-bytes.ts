import { type Instant, instantFromMilliseconds } from '@laurel/domain';
import { type ByteText, byteAt } from './byte-text.ts';

/** How many bytes an instant takes: 5 for its seconds since the year 0, 3 for its 100 ns ticks. */
export const instantBytes = 8;

const secondsPerDay = 86_400;
const ticksPerSecond = 10_000_000;
/** Days from 0000-01-01 to 1970-01-01. */
const daysBeforeEpoch = 719_528;
/** Days from 0000-01-01 to 9999-12-31. */
const daysMax = 3_652_424;

const datesKeptMax = 4096;
const days = new Int32Array(datesKeptMax).fill(-1);
const dates = new Array<string>(datesKeptMax).fill('');
const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** The instant that was written last, and its bytes: a report has one, written twice. */
let lastText = '';
const last = new Uint8Array(instantBytes);

/**
 * Writes an instant in a form that sorts as the instant does and keeps its 100 ns digits.
 *
 * @throws {RangeError} if the text has not the form of an instant
 */
export function writeInstant(bytes: Uint8Array, offset: number, at: Instant): void {
  if (at !== lastText) {
    writeNew(last, at);
    lastText = at;
  }
  for (let place = 0; place < instantBytes; place += 1) bytes[offset + place] = last[place] ?? 0;
}

function writeNew(bytes: Uint8Array, at: Instant): void {
  const day = dayOf(at);
  const clock = digits(at, 11, 2) * 3600 + digits(at, 14, 2) * 60 + digits(at, 17, 2);
  const ticks = digits(at, 20, 7);
  // A NaN digit makes the sum NaN.
  if (at.length !== 28 || Number.isNaN(day + clock + ticks)) {
    throw new RangeError(`not an instant: "${at.slice(0, 80)}"`);
  }
  const seconds = day * secondsPerDay + clock;
  bytes[0] = Math.floor(seconds / 0x1_0000_0000);
  writeUint32(bytes, 1, seconds >>> 0);
  bytes[5] = ticks >>> 16;
  bytes[6] = ticks >>> 8;
  bytes[7] = ticks;
}

/** Whether the bytes hold an instant of the years 0 to 9999. @throws {RangeError} behind the end */
export function isInstant(bytes: ByteText, offset: number): boolean {
  // Where the last byte is, all are.
  const ticks =
    (byteAt(bytes, offset + 7) | (bytes.charCodeAt(offset + 6) << 8)) +
    bytes.charCodeAt(offset + 5) * 0x10000;
  const seconds = bytes.charCodeAt(offset) * 0x1_0000_0000 + readUint32(bytes, offset + 1);
  return seconds < (daysMax + 1) * secondsPerDay && ticks < ticksPerSecond;
}

/** @throws {RangeError} if the bytes hold no instant of the years 0 to 9999 */
export function readInstant(bytes: ByteText, offset: number): Instant {
  const seconds = byteAt(bytes, offset) * 0x1_0000_0000 + readUint32(bytes, offset + 1);
  const ticks =
    (byteAt(bytes, offset + 5) << 16) |
    (byteAt(bytes, offset + 6) << 8) |
    byteAt(bytes, offset + 7);
  const day = Math.floor(seconds / secondsPerDay);
  if (day > daysMax || ticks >= ticksPerSecond) throw new RangeError('bytes hold no instant');
  const clock = (seconds - day * secondsPerDay) | 0;
  const minutes = (clock / 60) | 0;
  writeDate(day);
  writeDigits(11, 2, (minutes / 60) | 0);
  writeDigits(14, 2, minutes % 60);
  writeDigits(17, 2, clock % 60);
  writeDigits(20, 7, ticks);
  return form.toString('latin1') as Instant;
}

/** One for all: a text that is put together from parts is copied once more when it is used. */
const form = Buffer.from('0000-00-00T00:00:00.0000000Z');
let dayInForm = -1;

function writeDate(day: number): void {
  if (day === dayInForm) return;
  const date = dateOf(day);
  for (let at = 0; at < date.length; at += 1) form[at] = date.charCodeAt(at);
  dayInForm = day;
}

/** @param value is a whole number of 31 bits, which the engine divides without a division */
function writeDigits(from: number, count: number, value: number): void {
  let rest = value | 0;
  for (let at = from + count - 1; at >= from; at -= 1) {
    const tens = (rest / 10) | 0;
    form[at] = 48 + rest - tens * 10;
    rest = tens;
  }
}

function dayOf(at: string): number {
  const year = digits(at, 0, 4);
  const month = digits(at, 5, 2);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const leapDays = year === 0 ? 0 : leapDaysThrough(year - 1);
  const inYear = (daysBeforeMonth[month - 1] ?? Number.NaN) + (isLeap && month > 2 ? 1 : 0);
  return year * 365 + leapDays + inYear + digits(at, 8, 2) - 1;
}

/** Leap days of the years 0 to that one; the year 0 has one. */
function leapDaysThrough(year: number): number {
  return 1 + ((year / 4) | 0) - ((year / 100) | 0) + ((year / 400) | 0);
}

/** The days of unlocks repeat, so the last ones are remembered, one for each place of a ring. */
function dateOf(day: number): string {
  const place = day % datesKeptMax;
  if (days[place] === day) return dates[place] ?? '';
  const date = instantFromMilliseconds((day - daysBeforeEpoch) * secondsPerDay * 1000).slice(0, 10);
  days[place] = day;
  dates[place] = date;
  return date;
}

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function writeUint32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

function readUint32(bytes: ByteText, offset: number): number {
  const high = byteAt(bytes, offset) * 0x100_0000;
  const middle = (byteAt(bytes, offset + 1) << 16) | (byteAt(bytes, offset + 2) << 8);
  return high + middle + byteAt(bytes, offset + 3);
}
