import { type Instant, instant, instantFromMilliseconds } from '@laurel/domain';
import fc from 'fast-check';

export const firstInstant = instant('0000-01-01T00:00:00.0000000Z');
export const lastInstant = instant('9999-12-31T23:59:59.9999999Z');

const milliseconds = fc.integer({ min: Date.parse(firstInstant), max: Date.parse(lastInstant) });
const ticksBelow = fc.integer({ min: 0, max: 9999 });

/** Any moment of the years 0 to 9999, to the last of its 100 ns digits. */
export const anyInstant: fc.Arbitrary<Instant> = fc
  .tuple(milliseconds, ticksBelow)
  .map(([ms, ticks]) => {
    const text = instantFromMilliseconds(ms).slice(0, 23);
    return instant(`${text}${String(ticks).padStart(4, '0')}Z`);
  });
