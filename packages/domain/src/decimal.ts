/** Decimals are kept to a millionth. */
const steps = 1e6;

/** Up to here a double tells every millionth from the next. */
const exactMax = 4e9;

/** A number to the nearest millionth. @param number at most 10^15 either way */
export function toMillionth(number: number): number {
  // A larger one has no finer parts that matter, and multiplying it would make some up.
  return Math.abs(number) < exactMax ? Math.round(number * steps) / steps : number;
}

/**
 * Adds two decimals exactly, so that many come to the same in whatever order they are added.
 *
 * @param was as text with six decimals at most
 * @param amount a number to the millionth
 * @returns the sum as text with six decimals at most
 */
export function addDecimals(was: string, amount: number): string {
  const number = Number(was);
  if (Math.abs(number) < exactMax && Math.abs(amount) < exactMax) {
    const sum = (Math.round(number * steps) + Math.round(amount * steps)) / steps;
    if (Math.abs(sum) < exactMax) return Object.is(sum, -0) ? '0' : String(sum);
  }
  return textOf(millionthsOf(was) + millionthsOf(String(amount)));
}

/** As it is written; what was imported may be written otherwise than as a decimal. */
function millionthsOf(text: string): bigint {
  const written = /^(-?)(\d+)(?:\.(\d{1,6})\d*)?$/.exec(text);
  if (written === null) return BigInt(Math.round(Number(text) * steps));
  const [, sign, whole = '0', decimals = ''] = written;
  const size = BigInt(whole + decimals.padEnd(6, '0'));
  return sign === '-' ? -size : size;
}

function textOf(millionths: bigint): string {
  const size = millionths < 0n ? -millionths : millionths;
  const digits = String(size).padStart(7, '0');
  const decimals = digits.slice(-6).replace(/0+$/, '');
  const sign = millionths < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -6)}${decimals === '' ? '' : `.${decimals}`}`;
}
