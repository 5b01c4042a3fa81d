/** A player who has signed in. */
export type SignedIn = { xuid: string; gamertag: string; authorization: string };

/**
 * Signs in by name, as an instance in development mode allows; elsewhere the ticket is an ID token
 * of the instance's OpenID issuer. Two steps, as every client does: a user token, and for it the
 * token that services take.
 */
export async function signIn(gamertag: string): Promise<SignedIn> {
  const user = await post('/user.auth/user/authenticate', {
    RelyingParty: 'http://auth.xboxlive.com',
    TokenType: 'JWT',
    Properties: {
      AuthMethod: 'RPS',
      SiteName: 'user.auth.xboxlive.com',
      RpsTicket: `d=${gamertag}`,
    },
  });
  const service = await post('/xsts.auth/xsts/authorize', {
    RelyingParty: 'http://xboxlive.com',
    TokenType: 'JWT',
    Properties: { UserTokens: [user.Token], SandboxId: 'RETAIL' },
  });
  const [claims] = service.DisplayClaims.xui;
  if (claims === undefined) throw new Error('the service did not say who you are');
  return {
    xuid: claims.xid,
    gamertag: claims.gtg,
    authorization: `XBL3.0 x=${claims.uhs};${service.Token}`,
  };
}

type Token = {
  Token: string;
  DisplayClaims: { xui: { xid: string; gtg: string; uhs: string }[] };
};

async function post(path: string, body: unknown): Promise<Token> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-xbl-contract-version': '1' },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.json();
  if (response.status === 401) {
    throw new Error('This instance takes no names: it is not in development mode.');
  }
  throw new Error(`Signing in failed (${response.status}).`);
}
