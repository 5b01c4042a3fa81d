declare const instantBrand: unique symbol;

/**
 * A moment in UTC as the wire writes it: `yyyy-MM-ddTHH:mm:ss.fffffffZ`, always seven fraction
 * digits. The form has a fixed width, so comparing two instants as text compares them in time, and
 * a moment that came from outside keeps its 100 ns digits.
 *
 * Source: wire contract §4.4 [C].
 */
export type Instant = string & { readonly [instantBrand]: true };

/** What "not yet" looks like on the wire. Source: wire contract §4.4 [C]. */
export const never = '0001-01-01T00:00:00.0000000Z' as Instant;

const instantForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z$/;

/**
 * Reads a UTC date with zero to seven fraction digits.
 *
 * @returns `undefined` when the text has another form, an offset, or names no real moment
 */
export function parseInstant(text: string): Instant | undefined {
  const match = instantForm.exec(text);
  if (match === null) return undefined;
  const [, seconds = '', fraction = ''] = match;
  const ms = Date.parse(`${seconds}Z`);
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(seconds)) return undefined;
  return `${seconds}.${fraction.padEnd(7, '0')}Z` as Instant;
}

/**
 * The same for text that is known to be right (a row, a constant, a test).
 *
 * @throws {RangeError} if it is not
 */
export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new RangeError(`not a UTC date: "${text.slice(0, 80)}"`);
  return parsed;
}

/** @param ms whole milliseconds since 1970-01-01, within the years 1 to 9999 */
export function instantFromMilliseconds(ms: number): Instant {
  return `${new Date(ms).toISOString().slice(0, 23)}0000Z` as Instant;
}

/** @returns whole milliseconds since 1970-01-01; the digits below are cut */
export function millisecondsOf(at: Instant): number {
  return Date.parse(`${at.slice(0, 23)}Z`);
}

/** @returns the later of the two */
export function latest(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}
