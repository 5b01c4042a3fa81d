import { authorizeService } from '@laurel/contract';
import type { Identity } from '../../../services/identity.ts';
import { answer, type Operation, operation } from '../../operation.ts';
import { presentServiceToken } from './present-token.ts';

/** The token that services take. */
export function authorizeServiceOperation({ identity }: { identity: Identity }): Operation {
  return operation(authorizeService, async ({ body }) => {
    const { UserTokens, DeviceToken, TitleToken, SandboxId, OptionalDisplayClaims } =
      body.Properties;
    const issued = await identity.authorize({
      userToken: UserTokens?.[0] ?? null,
      deviceToken: DeviceToken ?? null,
      titleToken: TitleToken ?? null,
      sandbox: SandboxId ?? null,
      relyingParty: body.RelyingParty,
    });
    return answer(200, presentServiceToken(issued, OptionalDisplayClaims));
  });
}
