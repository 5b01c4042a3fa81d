import { retail } from '@laurel/domain';
import type { JWK } from 'jose';
import type { Asker, Caller } from '../asker.ts';
import type { Clock } from '../clock.ts';
import { RecentMap } from '../recent-map.ts';
import type { TitleServerKeys } from './title-server-keys.ts';
import type { Claims } from './token-claims.ts';
import { serviceRelyingParty, type Tokens } from './tokens.ts';

/** Says who an `Authorization` header speaks for. */
export type Authorizer = {
  /**
   * At once for a header that was verified before and has not expired; that costs about a
   * microsecond.
   *
   * @returns `null` for none, for one that can't be read, and for a token that is not valid here
   */
  verify(header: string | undefined): Promise<Verified | null> | Verified | null;
  /** The key that an asker's requests are to be signed with, `null` without one. */
  proofKeyOf(asker: Asker): JWK | null;
};

/** Verified headers that are remembered at most, at about 1 KB each. */
export const verifiedHeadersMax = 20_000;

/** A longer header is not looked at. Tokens of ours are shorter than 2 KB. */
const headerLengthMax = 4096;

const tokenHeader = /^XBL3\.0 x=([^;\s]*);(\S+)$/i;
const keyHeader = /^Bearer (\S+)$/i;

/** Who a header speaks for. */
export type Verified = {
  readonly asker: Asker;
  /** Until then it need not be verified again, in milliseconds since 1970; 0 where it must be. */
  readonly goodUntilMs: number;
};

/**
 * @param keys `null` where title servers' keys are not taken
 * @param acceptsEmptyUserHash whether `x=;<token>` is taken; asked at each use
 *
 * Source: wire contract §3.1 [W][I].
 */
export function createAuthorizer({
  tokens,
  keys,
  clock,
  acceptsEmptyUserHash,
  relyingParty = serviceRelyingParty,
}: {
  tokens: Pick<Tokens, 'read'>;
  keys: Pick<TitleServerKeys, 'titleServer'> | null;
  clock: Clock;
  acceptsEmptyUserHash: () => boolean;
  relyingParty?: string;
}): Authorizer {
  const known = new RecentMap<string, Verified>(verifiedHeadersMax);
  const proofKeys = new WeakMap<Asker, JWK>();

  async function verifyToken(header: string, userHash: string, token: string) {
    const read = await tokens.read(token, { kind: 'service', relyingParty });
    if (read.kind !== 'Valid' || !isHashOf(userHash, read.claims)) return null;
    const asker = callerFrom(read.claims);
    if (read.claims.proofKey !== null) proofKeys.set(asker, read.claims.proofKey);
    // With an empty hash it is asked again, for the switch may have been turned since.
    if (userHash === '') return once(asker);
    const verified = { asker, goodUntilMs: read.expiresAtMs };
    known.set(header, verified);
    return verified;
  }

  /** A key may be revoked at any time, so it is looked up each time. */
  function titleServer(key: string): Verified | null {
    const asker = keys?.titleServer(key) ?? null;
    return asker === null ? null : once(asker);
  }

  function isHashOf(userHash: string, { user }: Claims): boolean {
    if (userHash === '-' || userHash === '*') return true;
    if (userHash === '') return acceptsEmptyUserHash();
    return userHash === user?.userHash;
  }

  return {
    verify(header) {
      if (header === undefined || header.length > headerLengthMax) return null;
      const verified = known.get(header);
      if (verified !== undefined) {
        if (clock.milliseconds() < verified.goodUntilMs) return verified;
        known.delete(header);
        return null;
      }
      const [, key] = keyHeader.exec(header) ?? [];
      if (key !== undefined) return titleServer(key);
      const [, userHash, token] = tokenHeader.exec(header) ?? [];
      if (userHash === undefined || token === undefined) return null;
      const isAnyHash = userHash === '-' || userHash === '*';
      const byKey = isAnyHash ? titleServer(token) : null;
      return byKey ?? verifyToken(header, userHash, token);
    },
    proofKeyOf: (asker) => proofKeys.get(asker) ?? null,
  };
}

function once(asker: Asker): Verified {
  return { asker, goodUntilMs: 0 };
}

/** Without a sandbox claim a token is of `RETAIL`. Source: wire contract §3.5 [D]. */
function callerFrom({ user, titleId, sandbox, locale, isThirdParty, isDeveloper }: Claims): Caller {
  return {
    kind: 'Token',
    xuid: user?.xuid ?? null,
    gamertag: user?.gamertag ?? null,
    titleId,
    sandbox: sandbox ?? retail,
    locale,
    isThirdParty,
    isDeveloper,
  };
}
