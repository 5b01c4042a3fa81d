import { parseSandbox, quoted, retail, type Sandbox } from '@laurel/domain';
import type { Player, PlayerStore } from '../store/store.ts';
import type { IdentityConfig } from './identity-config.ts';
import type { TitleServerKeys } from './title-server-keys.ts';
import { type Claims, noClaims, userHashOf } from './token-claims.ts';
import { TokenRefusal, type TokenRefusalReason } from './token-refusal.ts';
import { authRelyingParty, type IssuedToken, type Tokens } from './tokens.ts';

/** What is exchanged for a service token. `null` is what wasn't brought. */
export type ServiceTokenOrder = {
  readonly userToken: string | null;
  readonly deviceToken: string | null;
  readonly titleToken: string | null;
  readonly sandbox: string | null;
  /** Whom the token is for: this instance's services, or others that trust its keys. */
  readonly relyingParty: string;
};

/** Gives the tokens that services take. */
export type ServiceTokens = {
  /** @throws {TokenRefusal} any reason but `InvalidTicket` */
  authorize(order: ServiceTokenOrder): Promise<IssuedToken>;
};

type Kind = 'user' | 'device' | 'title';

const refusals: Record<Kind, Record<'Expired' | 'Invalid', TokenRefusalReason>> = {
  user: { Expired: 'ExpiredUserToken', Invalid: 'InvalidUserToken' },
  device: { Expired: 'ExpiredDeviceToken', Invalid: 'InvalidDeviceToken' },
  title: { Expired: 'ExpiredTitleToken', Invalid: 'InvalidTitleToken' },
};

/**
 * @param keys `null` where title servers' keys are not taken
 *
 * Source: wire contract §3.3, step 4 [C].
 */
export function createServiceTokens({
  config,
  tokens,
  players,
  keys,
}: {
  config: IdentityConfig;
  tokens: Tokens;
  players: Pick<PlayerStore, 'byXuid' | 'byIdentity'>;
  keys: Pick<TitleServerKeys, 'isInForce'> | null;
}): ServiceTokens {
  async function claimsIn(token: string | null, kind: Kind): Promise<Claims | null> {
    if (token === null) return null;
    const read = await tokens.read(token, { kind, relyingParty: authRelyingParty });
    if (read.kind === 'Valid') return read.claims;
    throw new TokenRefusal(
      refusals[kind][read.kind],
      `the ${kind} token ${read.kind === 'Expired' ? 'has expired' : 'is not valid'}; get a new one`,
    );
  }

  /** @throws {TokenRefusal} `NoPlayer`, `InvalidUserToken` */
  async function playerIn({ user, identity, voucherKeyId }: Claims): Promise<Player> {
    if (voucherKeyId !== null && !keys?.isInForce(voucherKeyId)) {
      throw new TokenRefusal('InvalidUserToken', 'the key that vouched for the player is revoked');
    }
    const byXuid = user?.xuid ? await players.byXuid(user.xuid) : undefined;
    const player = byXuid ?? (identity ? await players.byIdentity(identity) : undefined);
    if (player !== undefined) return player;
    throw new TokenRefusal('NoPlayer', 'whoever signed in has no profile here');
  }

  return {
    async authorize({ userToken, deviceToken, titleToken, relyingParty, ...order }) {
      const user = await claimsIn(userToken, 'user');
      const device = await claimsIn(deviceToken, 'device');
      const title = await claimsIn(titleToken, 'title');
      if (user === null && device === null && title === null) {
        throw new TokenRefusal('InvalidUserToken', 'there is no token to exchange');
      }
      const player = user && (await playerIn(user));
      const claims: Claims = {
        ...noClaims,
        ...(player && { user: userClaimOf(player), locale: player.locale }),
        sandbox: sandboxFor(player, order.sandbox),
        titleId: titleFor(user, title),
        deviceId: device?.deviceId ?? null,
        proofKey: device?.proofKey ?? null,
        isThirdParty: user?.isThirdParty ?? false,
        isDeveloper: user?.isDeveloper ?? false,
      };
      const lifetimeSeconds = config.serviceTokenSeconds;
      return tokens.issue({ kind: 'service', relyingParty, claims, lifetimeSeconds });
    },
  };
}

/** What a service token says of a player. */
export function userClaimOf(player: Player): NonNullable<Claims['user']> {
  const { xuid, gamertag, ageGroup } = player;
  return { xuid, gamertag, ageGroup, userHash: userHashOf(player) };
}

/** @throws {TokenRefusal} `TitleNotAllowed` for a player whom another title vouched for */
function titleFor(user: Claims | null, title: Claims | null): Claims['titleId'] {
  const [vouching, running] = [user?.titleId ?? null, title?.titleId ?? null];
  if (vouching !== null && running !== null && vouching !== running) {
    throw new TokenRefusal(
      'TitleNotAllowed',
      `the player signed in for title ${vouching}, and the title token is of ${running}`,
    );
  }
  return running ?? vouching;
}

/**
 * `RETAIL` where none is asked for; without a player only that.
 *
 * @throws {TokenRefusal} `RetailAccountNotAllowed`, `SandboxNotAllowed`
 */
function sandboxFor(player: Player | null, asked: string | null): Sandbox {
  const name = parseSandbox(asked ?? retail);
  const allowed = player?.sandboxes ?? [retail];
  if (name !== undefined && (allowed.includes(name) || allowed.includes('*'))) return name;
  const isRetailAccount = allowed.every((sandbox) => sandbox === retail);
  throw new TokenRefusal(
    name !== undefined && isRetailAccount ? 'RetailAccountNotAllowed' : 'SandboxNotAllowed',
    `sandbox ${quoted(asked)} is not open to this player`,
  );
}
