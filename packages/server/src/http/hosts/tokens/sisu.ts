import { randomUUID } from 'node:crypto';
import { sisuAuthenticate, sisuAuthorize } from '@laurel/contract';
import { quoted, Refusal, retail } from '@laurel/domain';
import type { Identity } from '../../../services/identity.ts';
import { serviceRelyingParty } from '../../../services/tokens.ts';
import { answer, type Operation, operation } from '../../operation.ts';
import { presentServiceToken, presentTitleToken, presentUserToken } from './present-token.ts';
import { ticketSignIn } from './sign-in.ts';

/** Where the players of a client sign in. The session id is only for the client's own records. */
export function sisuAuthenticateOperation({ identity }: { identity: Identity }): Operation {
  return operation(sisuAuthenticate, async ({ body }) => {
    const page = await identity.signInPage({
      clientId: body.AppId,
      redirectUri: body.RedirectUri,
      state: body.Query?.state ?? null,
      codeChallenge: body.Query?.code_challenge ?? null,
    });
    if (page === null) {
      throw new Refusal(
        'UnknownEntity',
        `client ${quoted(body.AppId)} has no sign-in page; it must be a client of an issuer that is trusted here`,
      );
    }
    const answered = answer(200, { MsaOauthRedirect: page, MsaRequestParameters: {} });
    return { ...answered, headers: { ...answered.headers, 'x-sessionid': randomUUID() } };
  });
}

/** All tokens at once. */
export function sisuAuthorizeOperation({ identity }: { identity: Identity }): Operation {
  return operation(sisuAuthorize, async ({ body, request }) => {
    const { user, title, service } = await identity.signInAndAuthorize(
      ticketSignIn(body.AccessToken, request),
      {
        deviceToken: body.DeviceToken ?? null,
        sandbox: body.Sandbox ?? null,
        relyingParty: body.RelyingParty ?? serviceRelyingParty,
      },
    );
    return answer(200, {
      DeviceToken: body.DeviceToken ?? null,
      ...(title && { TitleToken: presentTitleToken(title) }),
      UserToken: presentUserToken(user),
      AuthorizationToken: presentServiceToken(service, ['mgt', 'mgs', 'umg']),
      WebPage: '',
      Sandbox: service.claims.sandbox ?? retail,
      UseModernGamertag: body.UseModernGamertag ?? false,
    });
  });
}
