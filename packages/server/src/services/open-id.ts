import { decodeJwt, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';
import { gamertagFrom } from './gamertag.ts';
import type { OpenIdClient, OpenIdIssuer } from './identity-config.ts';
import {
  createIssuerKeys,
  type IssuerFacts,
  type IssuerKeys,
  isUnknownKey,
} from './open-id-keys.ts';
import { TokenRefusal } from './token-refusal.ts';

/** What an ID token proves. */
export type OpenIdIdentity = {
  readonly issuer: string;
  readonly subject: string;
  /** What its claims would have the player called. */
  readonly gamertag: string;
  /** BCP 47. */
  readonly locale: string | null;
  readonly client: OpenIdClient;
  readonly source: OpenIdIssuer;
};

/** The page of an issuer where a player signs in, and gets a code that is exchanged there. */
export type SignInPage = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly codeChallenge: string | null;
};

/** Takes the ID tokens of the configured issuers. */
export type OpenId = {
  /**
   * @throws {TokenRefusal} `InvalidTicket`
   * @throws {IdentityUnavailable} where the issuer's keys can't be had
   */
  verify(idToken: string): Promise<OpenIdIdentity>;
  /**
   * @returns `null` where no issuer knows the client, or it has no such page
   * @throws {IdentityUnavailable}
   */
  signInPage(page: SignInPage): Promise<string | null>;
};

type KnownIssuer = { readonly config: OpenIdIssuer; readonly keys: IssuerKeys };

/** Only signatures with an issuer's private key; never `none`, never a shared secret. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512'],
  ...['PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512'],
  ...['EdDSA', 'Ed25519'],
];

/** How far an issuer's clock may be from ours, in seconds. */
const clockToleranceSeconds = 60;

const idTokenLengthMax = 16 * 1024;
const localeForm = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,3}$/;

/** Takes what each issuer says of itself as it is now. */
export function createOpenId({
  issuers,
  clock,
  fetch = globalThis.fetch,
}: {
  issuers: readonly OpenIdIssuer[];
  clock: Clock;
  fetch?: typeof globalThis.fetch;
}): OpenId {
  const known = new Map<string, KnownIssuer>();
  for (const config of issuers) {
    const keys = createIssuerKeys({ issuer: config.issuer, clock, fetch });
    known.set(config.issuer, { config, keys });
  }

  return {
    async verify(idToken) {
      const issuer = known.get(issuerNamedBy(idToken));
      if (issuer === undefined) {
        throw new TokenRefusal(
          'InvalidTicket',
          'the ID token is of no issuer that is trusted here',
        );
      }
      try {
        return identityFrom(await payloadOf(idToken, issuer, clock), issuer.config);
      } catch (thrown) {
        if (!(thrown instanceof errors.JOSEError)) throw thrown;
        throw new TokenRefusal('InvalidTicket', `the ID token is not valid: ${reasonOf(thrown)}`);
      }
    },

    async signInPage(page) {
      for (const { config, keys } of known.values()) {
        if (!config.clients.some(({ clientId }) => clientId === page.clientId)) continue;
        const { authorizationEndpoint } = await keys.facts();
        return authorizationEndpoint === null ? null : addressOf(authorizationEndpoint, page);
      }
      return null;
    },
  };
}

async function payloadOf(
  idToken: string,
  { config, keys }: KnownIssuer,
  clock: Clock,
): Promise<JWTPayload> {
  const rules = rulesFor(config, clock);
  const facts = await keys.facts();
  try {
    return await verified(idToken, facts, rules);
  } catch (thrown) {
    if (!isUnknownKey(thrown)) throw thrown;
    // The issuer may have a new key since.
    return verified(idToken, await keys.facts({ newerThan: facts }), rules);
  }
}

/** Source: OpenID Connect Core 1.0, 3.1.3.7. */
function rulesFor({ issuer, clients }: OpenIdIssuer, clock: Clock): JWTVerifyOptions {
  return {
    algorithms,
    issuer,
    audience: clients.map(({ clientId }) => clientId),
    requiredClaims: ['exp', 'iat', 'sub'],
    clockTolerance: clockToleranceSeconds,
    currentDate: new Date(clock.milliseconds()),
  };
}

async function verified(
  idToken: string,
  { keys }: IssuerFacts,
  rules: JWTVerifyOptions,
): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(idToken, keys, rules);
  // An access or logout token of the same issuer says nothing about who signs in.
  const { typ } = protectedHeader;
  if (typ !== undefined && typ.toUpperCase() !== 'JWT') {
    throw new errors.JWTInvalid('not an ID token');
  }
  return payload;
}

/** Source: OpenID Connect Core 1.0, 3.1.2.1; RFC 7636, 4.3. */
function addressOf(
  endpoint: string,
  { clientId, redirectUri, state, codeChallenge }: SignInPage,
): string {
  const address = new URL(endpoint);
  address.searchParams.set('response_type', 'code');
  address.searchParams.set('client_id', clientId);
  address.searchParams.set('redirect_uri', redirectUri);
  address.searchParams.set('scope', 'openid profile');
  if (state !== null) address.searchParams.set('state', state);
  if (codeChallenge !== null) {
    address.searchParams.set('code_challenge', codeChallenge);
    address.searchParams.set('code_challenge_method', 'S256');
  }
  return address.href;
}

/** Not yet believed: only chooses whose keys it is verified with. */
function issuerNamedBy(idToken: string): string {
  if (idToken.length > idTokenLengthMax) return '';
  try {
    return decodeJwt(idToken).iss ?? '';
  } catch {
    return '';
  }
}

/** What is wrong, in words that hold nothing of the token. */
function reasonOf(thrown: errors.JOSEError): string {
  if (thrown instanceof errors.JWTExpired) return 'it has expired';
  if (thrown instanceof errors.JWTClaimValidationFailed)
    return `its ${thrown.claim} is not accepted`;
  return 'its signature or its form is not accepted';
}

function identityFrom(payload: JWTPayload, source: OpenIdIssuer): OpenIdIdentity {
  const audiences = [payload.aud ?? []].flat();
  // With several audiences, `azp` says which of them asked for the token.
  const party = payload.azp ?? (audiences.length === 1 ? audiences[0] : undefined);
  const client = source.clients.find(({ clientId }) => clientId === party);
  const subject = payload.sub ?? '';
  if (client === undefined) {
    throw new TokenRefusal(
      'InvalidTicket',
      'the ID token was made for a client that is unknown here',
    );
  }
  if (subject === '' || subject.length > 255) {
    throw new TokenRefusal(
      'InvalidTicket',
      'the subject of the ID token must be 1 to 255 characters',
    );
  }
  const names = [source.gamertagClaim, 'nickname', 'name'].map((claim) => payload[claim]);
  const name = names.find((value) => typeof value === 'string' && value !== '');
  const { locale } = payload;
  return {
    issuer: source.issuer,
    subject,
    gamertag: gamertagFrom(typeof name === 'string' ? name : ''),
    locale:
      typeof locale === 'string' && localeForm.test(locale) ? locale.replaceAll('_', '-') : null,
    client,
    source,
  };
}
