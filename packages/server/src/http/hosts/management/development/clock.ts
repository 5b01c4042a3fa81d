import { getClock, setClock } from '@laurel/contract';
import { instant } from '@laurel/domain';
import type { TestClock } from '../../../../clock.ts';
import { answer, type Operation, operation } from '../../../operation.ts';

/** The clock of development mode. */
export function clockOperations(clock: TestClock): readonly Operation[] {
  const reading = () => answer(200, { now: clock.now(), isFrozen: clock.isFrozen() });
  return [
    operation(getClock, reading),
    operation(setClock, ({ body: { now, advanceMs } }) => {
      if (now !== undefined) clock.set(now === null ? null : instant(now));
      if (advanceMs !== undefined) clock.advance(advanceMs);
      return reading();
    }),
  ];
}
