import { authenticateTitle } from '@laurel/contract';
import type { Identity } from '../../../services/identity.ts';
import { answer, type Operation, operation } from '../../operation.ts';
import { presentTitleToken } from './present-token.ts';
import { signInOf } from './sign-in.ts';

/** A title token for whoever shows to be a title. */
export function authenticateTitleOperation({ identity }: { identity: Identity }): Operation {
  return operation(authenticateTitle, async ({ body, request }) => {
    const issued = await identity.authenticateTitle(signInOf(body.Properties, request));
    return answer(200, presentTitleToken(issued));
  });
}
