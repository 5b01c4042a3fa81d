import { randomBytes } from 'node:crypto';

/**
 * Gives each answer an id in the form of a GUID: drawn once for the process, then counted. A drawn
 * id for each answer would cost more and say less: these also tell the order.
 */
export function createCorrelationIds(): () => string {
  const drawn = randomBytes(10).toString('hex');
  const process = [8, 12, 16, 20].map((end, index) => drawn.slice(index === 0 ? 0 : end - 4, end));
  const prefix = `${process.join('-')}-`;
  let count = 0;
  let beginning = `${prefix}000000000`;
  return () => {
    count += 1;
    const last = count % lastTexts.length;
    if (last === 0) beginning = prefix + count.toString(16).padStart(12, '0').slice(0, -3);
    return beginning + lastTexts[last];
  };
}

/** The last three characters: to make a text of each number anew takes longer than all else. */
const lastTexts = Array.from({ length: 0x1000 }, (_, last) => last.toString(16).padStart(3, '0'));
