declare const idBrand: unique symbol;
type Id<Name extends string> = string & { readonly [idBrand]: Name };

/** A player's Xbox user id: decimal digits, 1 to 2^64-1. Always text, for it exceeds a double. */
export type Xuid = Id<'Xuid'>;

/** A service configuration's id: a lower-case GUID. Source: wire contract, rule 7 [X]. */
export type Scid = Id<'Scid'>;

/**
 * A partition of configurations and player data. Case-sensitive. Source: wire contract §11.2 [D].
 */
export type Sandbox = Id<'Sandbox'>;

/** An achievement's id within its service configuration: decimal text without leading zeros. */
export type AchievementId = Id<'AchievementId'>;

/** A title's id: an unsigned 32-bit number. */
export type TitleId = number & { readonly [idBrand]: 'TitleId' };

/** The sandbox of released titles, and of a caller whose token names none. Source: §3.5 [D]. */
export const retail = 'RETAIL' as Sandbox;

const xuidMax = 2n ** 64n - 1n;
const titleIdMax = 2 ** 32 - 1;
const guidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const sandboxForm = /^[A-Za-z0-9]{1,16}(\.[0-9]{1,5})?$/;
const achievementIdForm = /^[A-Za-z0-9_.-]{1,64}$/;

/** @returns `undefined` unless the text is 1 to 2^64-1 in decimal digits without leading zeros */
export function parseXuid(text: string): Xuid | undefined {
  if (!/^[1-9][0-9]{0,19}$/.test(text)) return undefined;
  if (text.length === 20 && BigInt(text) > xuidMax) return undefined;
  return text as Xuid;
}

/** @returns the GUID in lower case, whatever case it came in */
export function parseScid(text: string): Scid | undefined {
  return guidForm.test(text) ? (text.toLowerCase() as Scid) : undefined;
}

/** @returns `undefined` unless the text is a sandbox name such as `RETAIL` or `ACME.7` */
export function parseSandbox(text: string): Sandbox | undefined {
  return sandboxForm.test(text) ? (text as Sandbox) : undefined;
}

/** @returns `undefined` unless the text is 1 to 2^32-1 in decimal digits */
export function parseTitleId(text: string): TitleId | undefined {
  if (!/^[0-9]{1,10}$/.test(text)) return undefined;
  return titleIdOf(Number(text));
}

/** @returns `undefined` unless the number is a whole one from 1 to 2^32-1 */
export function titleIdOf(number: number): TitleId | undefined {
  const inRange = Number.isInteger(number) && number >= 1 && number <= titleIdMax;
  return inRange ? (number as TitleId) : undefined;
}

/**
 * Ids are opaque text that in practice is decimal; clients pad it, so leading zeros go.
 *
 * @returns `undefined` for text that can't be an id
 *
 * Source: wire contract §2.2 [I].
 */
export function parseAchievementId(text: string): AchievementId | undefined {
  if (numberOfId(text) >= 0) return text as AchievementId;
  if (!achievementIdForm.test(text)) return undefined;
  return (/^0+[0-9]/.test(text) ? text.replace(/^0+(?=[0-9])/, '') : text) as AchievementId;
}

/** Of nine digits, so that the differences of two fit 32 bits. */
const numberDigitsMax = 9;

/**
 * The number that an id is, as nearly every one is.
 *
 * @returns -1 unless the text is exactly how a whole number of at most nine digits is written
 */
export function numberOfId(text: string): number {
  if (text.length > numberDigitsMax || text.length === 0) return -1;
  if (text.length > 1 && text.charCodeAt(0) === 48) return -1;
  let number = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** For text known to be right (a row, a constant, a test). @throws {RangeError} if it is not */
export function xuid(text: string): Xuid {
  return trusted('xuid', text, parseXuid(text));
}

/** For text known to be right. @throws {RangeError} if it is not */
export function scid(text: string): Scid {
  return trusted('scid', text, parseScid(text));
}

/** For text known to be right. @throws {RangeError} if it is not */
export function sandbox(text: string): Sandbox {
  return trusted('sandbox', text, parseSandbox(text));
}

/** For text known to be right. @throws {RangeError} if it is not */
export function achievementId(text: string): AchievementId {
  return trusted('achievement id', text, parseAchievementId(text));
}

/** For a number known to be right. @throws {RangeError} if it is not */
export function titleId(number: number): TitleId {
  return trusted('titleId', number, titleIdOf(number));
}

function trusted<T>(what: string, value: string | number, parsed: T | undefined): T {
  if (parsed === undefined) throw new RangeError(`not a ${what}: "${String(value).slice(0, 80)}"`);
  return parsed;
}

/**
 * The order achievements of one title are shown in: by number where both ids are numbers, else by
 * text. Source: wire contract §11.1, "display order equals id order" [C].
 */
export function compareAchievementIds(a: AchievementId, b: AchievementId): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return a < b ? -1 : a > b ? 1 : 0;
  return x - y;
}
