import { schema } from '@laurel/contract';
import type { z } from 'zod';
import { Failure } from './failure.ts';
import { createManagementClient, type ServerAddress, unreachable } from './management-client.ts';

/** How long one step of a sign-in may take. */
const timeoutMs = 30_000;

/** Who signs in, and for what. */
export type SignIn = {
  /** A gamertag, where the instance has the development identity; or an ID token of its issuer. */
  readonly ticket: string;
  readonly sandbox: string;
  /** The title whose claim the token carries; needs the key of a development instance. */
  readonly titleId: number | null;
};

/** A player who has signed in. */
export type SignedIn = {
  readonly xuid: string;
  readonly gamertag: string;
  readonly sandbox: string;
  /** The value of the `Authorization` header. */
  readonly authorization: string;
  readonly notAfter: string;
};

/**
 * Gets a token the way every client does: a user token, exchanged for a service token.
 *
 * @throws {Failure} where the instance does not know who asks, or is not there
 *
 * Source: wire contract §3.3, steps 2 and 4.
 */
export async function signIn(server: ServerAddress, who: SignIn): Promise<SignedIn> {
  const { ticket, sandbox, titleId } = who;
  const user = await post(server, {
    path: '/user.auth/user/authenticate',
    body: {
      RelyingParty: 'http://auth.xboxlive.com',
      TokenType: 'JWT',
      Properties: {
        AuthMethod: 'RPS',
        SiteName: 'user.auth.xboxlive.com',
        RpsTicket: `d=${ticket}`,
      },
    },
    answer: schema.UserToken,
    refused: `${server.url} does not know the player "${ticket.slice(0, 80)}": a name is taken only by an instance in development mode, on this machine; elsewhere give an ID token of its OpenID issuer with --id-token`,
  });
  const titleToken = titleId === null ? undefined : await makeTitleToken(server, titleId);
  const { Token, NotAfter, DisplayClaims } = await post(server, {
    path: '/xsts.auth/xsts/authorize',
    body: {
      RelyingParty: 'http://xboxlive.com',
      TokenType: 'JWT',
      Properties: {
        UserTokens: [user.Token],
        SandboxId: sandbox,
        ...(titleToken !== undefined && { TitleToken: titleToken }),
      },
    },
    answer: schema.ServiceToken,
    refused: `${server.url} gives this player no token for sandbox "${sandbox}"`,
  });
  const [claims] = DisplayClaims.xui ?? [];
  if (claims?.xid === undefined) {
    throw new Failure('no-profile', `"${ticket.slice(0, 80)}" is no player of ${server.url} yet`);
  }
  return {
    xuid: claims.xid,
    gamertag: claims.gtg ?? claims.xid,
    sandbox,
    authorization: `XBL3.0 x=${claims.uhs};${Token}`,
    notAfter: NotAfter,
  };
}

async function makeTitleToken(server: ServerAddress, titleId: number): Promise<string> {
  const { key } = server;
  if (key === null) {
    throw new Failure(
      'no-key',
      'a title claim needs the management key of a development instance: give --key or LAUREL_KEY',
    );
  }
  const { token } = await createManagementClient({ ...server, key }).call({
    method: 'POST',
    path: '/development/tokens',
    body: { kind: 'title', titleId },
    answer: schema.TokenMade,
  });
  return token;
}

type Step<T> = { path: string; body: unknown; answer: z.ZodType<T>; refused: string };

async function post<T>({ url }: ServerAddress, step: Step<T>): Promise<T> {
  const { path, body, answer, refused } = step;
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xbl-contract-version': '1' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await response.text();
  } catch (cause) {
    throw unreachable(url, cause);
  }
  if (response.status === 401) throw new Failure('not-signed-in', refused);
  try {
    if (response.ok) return answer.parse(JSON.parse(text));
  } catch (cause) {
    throw new Failure('not-laurel', `${url} gives no tokens as a Laurel does; is it one?`, {
      cause,
    });
  }
  throw new Failure(`http-${response.status}`, `${url}${path} answered ${response.status}`);
}
