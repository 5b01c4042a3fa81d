import { getNonce } from '@laurel/contract';
import { answer, type Operation, operation } from '../../operation.ts';
import { listenerOf } from './listener.ts';
import type { RtaRooms } from './live.ts';

/** Gives a nonce for the caller's token. Source: wire contract §6.1 [W]. */
export function nonceOperation({ nonces }: Pick<RtaRooms, 'nonces'>): Operation {
  return operation(getNonce, (input) =>
    answer(200, { nonce: nonces.give(listenerOf(input).caller) }),
  );
}
