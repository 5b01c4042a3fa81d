/** A value in DER: the encoding of certificates. */
export type Der = Buffer;

/** One value: its tag, its length, what it holds. @param tag one byte, as the standard has it */
export function der(tag: number, ...content: readonly Uint8Array[]): Der {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes]);
  const digits: number[] = [];
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([0x80 | digits.length, ...digits]);
}

/** Values one after another. */
export function sequence(...values: readonly Der[]): Der {
  return der(0x30, ...values);
}

/** A set of one value: the only kind that certificates need. */
export function setOf(value: Der): Der {
  return der(0x31, value);
}

/** A whole number. @param bytes without a sign, the highest first, at least one */
export function integer(bytes: Uint8Array): Der {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const digits = bytes.subarray(from);
  const isHigh = ((digits[0] ?? 0) & 0x80) !== 0;
  return der(0x02, isHigh ? Buffer.from([0]) : Buffer.alloc(0), digits);
}

/** Yes. DER leaves a "no" that is the default away. */
export const yes: Der = der(0x01, Buffer.from([0xff]));

/** Bytes as they are. */
export function octets(bytes: Uint8Array): Der {
  return der(0x04, bytes);
}

/** Bits. @param unused how many of the last byte count for nothing: 0 to 7 */
export function bits(bytes: Uint8Array, unused = 0): Der {
  return der(0x03, Buffer.from([unused]), bytes);
}

/** A registered name of something. @param dotted such as `2.5.29.17` */
export function objectId(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(sevenBits)]));
}

/** Seven bits in each byte, the highest first; all but the last say that more follow. */
function sevenBits(part: number): readonly number[] {
  const digits = [part & 0x7f];
  for (let rest = part >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

/** Text. */
export function utf8(text: string): Der {
  return der(0x0c, Buffer.from(text, 'utf8'));
}

/** A moment, to the second, of the years 1950 to 2049. */
export function utcTime(at: Date): Der {
  const digits = at.toISOString().replace(/[-:T]|\..*$/g, '');
  return der(0x17, Buffer.from(`${digits.slice(2)}Z`, 'latin1'));
}

/** A value whose meaning its number gives. @param number 0 to 30; it holds other values */
export function tagged(number: number, ...values: readonly Der[]): Der {
  return der(0xa0 | number, ...values);
}

/** The same for a value that holds bytes. */
export function taggedBytes(number: number, bytes: Uint8Array): Der {
  return der(0x80 | number, bytes);
}
