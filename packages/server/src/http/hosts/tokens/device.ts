import { authenticateDevice } from '@laurel/contract';
import type { Clock } from '../../../clock.ts';
import type { Identity } from '../../../services/identity.ts';
import { TokenRefusal } from '../../../services/token-refusal.ts';
import { answer, type Operation, operation } from '../../operation.ts';
import { isRequestSigned } from '../../request-signing.ts';
import type { SwitchBoard } from '../../switches.ts';
import { presentDeviceToken } from './present-token.ts';

/** A device token. Where signatures are verified, the device must hold the key it names. */
export function authenticateDeviceOperation({
  identity,
  switches,
  clock,
}: {
  identity: Identity;
  switches: Pick<SwitchBoard, 'current'>;
  clock: Clock;
}): Operation {
  return operation(authenticateDevice, async ({ body, request }) => {
    const { Id: id, ProofKey: proofKey = null } = body.Properties;
    if (proofKey !== null && switches.current.validateSignature) {
      const { bodyBytesMax } = authenticateDevice;
      if (!(await isRequestSigned(request, { proofKey, clock, bodyBytesMax }))) {
        throw new TokenRefusal('InvalidTicket', 'the request is not signed with its proof key');
      }
    }
    return answer(200, presentDeviceToken(await identity.authenticateDevice({ id, proofKey })));
  });
}
