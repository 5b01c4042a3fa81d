import { retail, type Sandbox, type TitleId, type Xuid } from '@laurel/domain';
import type { PlayerStore } from '../store/store.ts';
import type { IdentityConfig } from './identity-config.ts';
import { userClaimOf } from './service-tokens.ts';
import { type Claims, noClaims, userHashOf } from './token-claims.ts';
import { authRelyingParty, serviceRelyingParty, type Tokens } from './tokens.ts';

/** A token as a test wants it. */
export type TokenWish = {
  readonly kind: 'user' | 'device' | 'title' | 'xsts';
  /** `null` for a token without a user claim. */
  readonly xuid: Xuid | null;
  readonly titleId: TitleId | null;
  readonly sandbox: Sandbox;
  readonly locale: string | null;
  readonly isThirdParty: boolean;
  readonly isDeveloper: boolean;
  /** `null` for this instance's hosts. */
  readonly relyingParty: string | null;
  /** Below zero for one that has expired; `null` for the usual life. */
  readonly lifetimeSeconds: number | null;
};

/** A token made to a wish. `userHash` is empty without a user claim. */
export type MadeToken = { readonly token: string; readonly userHash: string };

/**
 * Makes tokens without asking who their holder is. For development mode and tests only: whoever can
 * call it can be anyone, also a player whom nobody has ever seen.
 */
export function createMakeToken({
  config,
  tokens,
  players,
}: {
  config: IdentityConfig;
  tokens: Pick<Tokens, 'issue'>;
  players: Pick<PlayerStore, 'byXuid'>;
}): (wish: TokenWish) => Promise<MadeToken> {
  async function userClaim(xuid: Xuid): Promise<Pick<Claims, 'user' | 'locale'>> {
    const player = await players.byXuid(xuid);
    if (player !== undefined) return { user: userClaimOf(player), locale: player.locale };
    const userHash = userHashOf({ issuer: 'unknown', subject: xuid });
    return { user: { xuid, userHash, gamertag: null, ageGroup: 'Adult' }, locale: null };
  }

  return async (wish) => {
    const { xuid, titleId, isThirdParty, isDeveloper, sandbox = retail } = wish;
    const about = xuid === null ? { user: nobody(wish) } : await userClaim(xuid);
    const claims: Claims = { ...noClaims, ...about, titleId, sandbox, isThirdParty, isDeveloper };
    const isService = wish.kind === 'xsts';
    const usualSeconds = isService ? config.serviceTokenSeconds : config.userTokenSeconds;
    const { token } = await tokens.issue({
      kind: isService ? 'service' : wish.kind,
      relyingParty: wish.relyingParty ?? (isService ? serviceRelyingParty : authRelyingParty),
      claims: { ...claims, ...(wish.locale !== null && { locale: wish.locale }) },
      lifetimeSeconds: wish.lifetimeSeconds ?? usualSeconds,
    });
    return { token, userHash: claims.user?.userHash ?? '' };
  };
}

/** A user token without an xuid is one of somebody who has no profile. */
function nobody({ kind }: TokenWish): Claims['user'] {
  if (kind !== 'user') return null;
  const userHash = userHashOf({ issuer: 'unknown', subject: '' });
  return { xuid: null, userHash, gamertag: null, ageGroup: 'Adult' };
}
