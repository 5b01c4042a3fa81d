import { randomBytes } from 'node:crypto';

/**
 * Gives each answer an id in the form of a GUID: drawn once for the process, then counted. A drawn
 * id for each answer would cost more and say less: these also tell the order.
 */
export function createCorrelationIds(): () => string {
  const drawn = randomBytes(10).toString('hex');
  const process = [8, 12, 16, 20].map((end, index) => drawn.slice(index === 0 ? 0 : end - 4, end));
  // Counted in: a text that is put together from parts is copied once more when it is used.
  const form = Buffer.from(`${process.join('-')}-${'0'.repeat(12)}`);
  return () => {
    countOn(form);
    return form.toString('latin1');
  };
}

const nine = 0x39;
const letterA = 0x61;
const letterF = 0x66;

/** Adds one to the number in hexadecimal that the bytes end in. */
function countOn(form: Buffer): void {
  for (let at = form.length - 1; at > 23; at -= 1) {
    const digit = form[at] ?? 0;
    if (digit !== letterF) {
      form[at] = digit === nine ? letterA : digit + 1;
      return;
    }
    form[at] = 0x30;
  }
}
