import { removeEndpoint } from '@laurel/contract';
import type { Notifications } from '../../../services/notifications.ts';
import { answerEmpty, type Operation, operation, requireAsker } from '../../operation.ts';

/** Undoes a registration. Source: wire contract §7 [X]. */
export function removeOperation({
  notifications,
}: {
  notifications: Pick<Notifications, 'remove'>;
}): Operation {
  return operation(removeEndpoint, async (input) => {
    await notifications.remove(requireAsker(input), input.params.endpointId);
    return answerEmpty(204);
  });
}
