import type { Clock } from '../../../clock.ts';
import type { Identity } from '../../../services/identity.ts';
import type { Operation } from '../../operation.ts';
import type { SwitchBoard } from '../../switches.ts';
import { authenticateDeviceOperation } from './device.ts';
import { endpointsOperations } from './endpoints.ts';
import { authorizeServiceOperation } from './service.ts';
import { sisuAuthenticateOperation, sisuAuthorizeOperation } from './sisu.ts';
import { authenticateTitleOperation } from './title.ts';
import { authenticateUserOperation } from './user.ts';

/** Everything the token hosts answer. */
export function tokenOperations(rooms: {
  identity: Identity;
  switches: Pick<SwitchBoard, 'current'>;
  clock: Clock;
}): readonly Operation[] {
  return [
    authenticateUserOperation(rooms),
    authenticateDeviceOperation(rooms),
    authenticateTitleOperation(rooms),
    authorizeServiceOperation(rooms),
    sisuAuthenticateOperation(rooms),
    sisuAuthorizeOperation(rooms),
    ...endpointsOperations(),
  ];
}
