import { forceResync } from '@laurel/contract';
import { answerEmpty, type Operation, operation } from '../../../operation.ts';

/** Tells every real-time connection that what it knows may be stale. */
export function resyncOperation(resync: () => void): Operation {
  return operation(forceResync, () => {
    resync();
    return answerEmpty(204);
  });
}
