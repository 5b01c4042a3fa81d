import { type Instant, instantFromMilliseconds } from '@laurel/domain';
import { errors, jwtVerify, type ProtectedHeaderParameters, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import { type SigningKeys, signingAlgorithm } from './signing-keys.ts';
import { type Claims, claimsFrom, payloadOf } from './token-claims.ts';

/** What tokens there are, and which service issues each. Source: wire contract §3.3 [C]. */
const issuers = {
  user: 'user.auth.xboxlive.com',
  device: 'device.auth.xboxlive.com',
  title: 'title.auth.xboxlive.com',
  service: 'xsts.auth.xboxlive.com',
} as const;

/** User, device and title tokens are exchanged for service tokens; these open the services. */
export type TokenKind = keyof typeof issuers;

/** Whom user, device and title tokens are for. */
export const authRelyingParty = 'http://auth.xboxlive.com';

/** Whom the tokens are for that this instance's services take. */
export const serviceRelyingParty = 'http://xboxlive.com';

/** A token to be made. */
export type TokenOrder = {
  readonly kind: TokenKind;
  readonly relyingParty: string;
  readonly claims: Claims;
  /** From now on; below zero it has expired. */
  readonly lifetimeSeconds: number;
};

/** A token, and what it says. */
export type IssuedToken = {
  readonly token: string;
  readonly relyingParty: string;
  readonly issuedAt: Instant;
  readonly notAfter: Instant;
  readonly claims: Claims;
};

/** What a presented token comes to. */
export type ReadToken =
  | { readonly kind: 'Valid'; readonly claims: Claims; readonly expiresAtMs: number }
  /** It was good once. */
  | { readonly kind: 'Expired' }
  | { readonly kind: 'Invalid' };

/** Makes and reads this instance's tokens: JWTs, signed with ES256. */
export type Tokens = {
  issue(order: TokenOrder): Promise<IssuedToken>;
  /** Never throws for what a token holds. */
  read(token: string, as: { kind: TokenKind; relyingParty: string }): Promise<ReadToken>;
};

/** A longer text is no token of ours. */
const tokenLengthMax = 8192;

/** All times are the clock's, also where tokens are read. */
export function createTokens({ keys, clock }: { keys: SigningKeys; clock: Clock }): Tokens {
  function keyFor({ kid }: ProtectedHeaderParameters) {
    const key = keys.verifying(kid ?? '');
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key;
  }

  return {
    async issue({ kind, relyingParty, claims, lifetimeSeconds }) {
      const nowMs = clock.milliseconds();
      const expiresAt = Math.floor(nowMs / 1000) + lifetimeSeconds;
      const { id, privateKey } = keys.newest;
      const token = await new SignJWT(payloadOf(claims))
        .setProtectedHeader({ alg: signingAlgorithm, typ: 'JWT', kid: id })
        .setIssuer(issuers[kind])
        .setAudience(relyingParty)
        .setIssuedAt(Math.floor(nowMs / 1000) + Math.min(0, lifetimeSeconds))
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      const notAfter = instantFromMilliseconds(expiresAt * 1000);
      return { token, relyingParty, issuedAt: clock.now(), notAfter, claims };
    },

    async read(token, { kind, relyingParty }) {
      if (token.length > tokenLengthMax) return { kind: 'Invalid' };
      try {
        const { payload } = await jwtVerify(token, keyFor, {
          algorithms: [signingAlgorithm],
          issuer: issuers[kind],
          audience: relyingParty,
          typ: 'JWT',
          requiredClaims: ['exp'],
          currentDate: new Date(clock.milliseconds()),
        });
        const expiresAtMs = (payload.exp ?? 0) * 1000;
        return { kind: 'Valid', claims: claimsFrom(payload), expiresAtMs };
      } catch (thrown) {
        if (thrown instanceof errors.JWTExpired) return { kind: 'Expired' };
        if (thrown instanceof errors.JOSEError) return { kind: 'Invalid' };
        throw thrown;
      }
    },
  };
}
