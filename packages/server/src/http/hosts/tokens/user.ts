import { authenticateUser } from '@laurel/contract';
import type { Identity } from '../../../services/identity.ts';
import { answer, type Operation, operation } from '../../operation.ts';
import { presentUserToken } from './present-token.ts';
import { signInOf } from './sign-in.ts';

/** A user token for whoever shows who they are. */
export function authenticateUserOperation({ identity }: { identity: Identity }): Operation {
  return operation(authenticateUser, async ({ body, request }) => {
    const issued = await identity.authenticateUser(signInOf(body.Properties, request));
    return answer(200, presentUserToken(issued));
  });
}
