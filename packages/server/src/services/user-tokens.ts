import { quoted, retail, type TitleId, xuid } from '@laurel/domain';
import type { Player } from '../store/store.ts';
import type { DevelopmentIdentity } from './development-identity.ts';
import { gamertagFrom } from './gamertag.ts';
import type { IdentityConfig } from './identity-config.ts';
import type { OpenId, OpenIdIdentity } from './open-id.ts';
import type { PlayerRegistration } from './player-registration.ts';
import type { TitleServerKeys } from './title-server-keys.ts';
import { type Claims, noClaims, userHashOf } from './token-claims.ts';
import { TokenRefusal } from './token-refusal.ts';
import { authRelyingParty, type IssuedToken, type Tokens } from './tokens.ts';

/** How someone shows who they are. */
export type SignIn =
  | {
      readonly method: 'Ticket';
      /** Without its prefix: an ID token, or a gamertag in development mode. */
      readonly ticket: string;
      /** Whether it comes from this machine. */
      readonly isLocal: boolean;
    }
  | {
      readonly method: 'TitleServer';
      readonly key: string;
      /** What the title calls the player: 1 to 255 characters. */
      readonly playerId: string;
      readonly gamertag: string | null;
    };

/** Gives user tokens. */
export type UserTokens = {
  /**
   * A user token for whoever signs in; a player is made of them where their issuer does that.
   *
   * @throws {TokenRefusal} `InvalidTicket`
   * @throws {IdentityUnavailable} where the issuer can't be asked
   */
  authenticate(signIn: SignIn): Promise<IssuedToken>;
  /** The title that a ticket or key speaks for. @throws as `authenticate` */
  titleOf(signIn: SignIn): Promise<TitleId>;
};

/** What tells an ID token from a gamertag: three parts, the first a JSON object. */
const jwtForm = /^eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*$/;

type Rooms = {
  readonly config: IdentityConfig;
  readonly tokens: Pick<Tokens, 'issue'>;
  readonly openId: OpenId;
  readonly development: DevelopmentIdentity | null;
  readonly keys: Pick<TitleServerKeys, 'titleServer'> | null;
  readonly registration: PlayerRegistration;
  readonly byIdentity: (of: { issuer: string; subject: string }) => Promise<Player | undefined>;
};

/** Source: wire contract §3.3, step 2 [C]. */
export function createUserTokens(rooms: Rooms): UserTokens {
  const { config, tokens } = rooms;

  function claimsOf(signIn: SignIn): Promise<Claims> {
    if (signIn.method === 'TitleServer') return vouchedFor(rooms, signIn);
    if (jwtForm.test(signIn.ticket)) return withIdToken(rooms, signIn.ticket);
    return withGamertag(rooms, signIn);
  }

  return {
    async authenticate(signIn) {
      const claims = await claimsOf(signIn);
      const lifetimeSeconds = config.userTokenSeconds;
      return tokens.issue({
        kind: 'user',
        relyingParty: authRelyingParty,
        claims,
        lifetimeSeconds,
      });
    },

    async titleOf(signIn) {
      if (signIn.method === 'TitleServer') return titleServerOf(rooms, signIn.key).titleId;
      if (!jwtForm.test(signIn.ticket)) {
        throw new TokenRefusal('InvalidTicket', 'a title shows itself with an ID token or its key');
      }
      const { client } = await rooms.openId.verify(signIn.ticket);
      if (client.titleId !== null) return client.titleId;
      throw new TokenRefusal('InvalidTicket', 'the client of the ID token is not one of a title');
    },
  };
}

async function withIdToken({ openId, registration, byIdentity }: Rooms, idToken: string) {
  const proven = await openId.verify(idToken);
  const { createsPlayers, sandboxes } = proven.source;
  const player = createsPlayers
    ? await registration.playerOf({ ...proven, sandboxes })
    : await byIdentity(proven);
  return { ...claimsAbout(player, proven), ...clientClaims(proven) };
}

function clientClaims({ client: { titleId, isThirdParty, isDeveloper } }: OpenIdIdentity) {
  return { titleId, isThirdParty, isDeveloper };
}

async function withGamertag(
  { development }: Rooms,
  { ticket, isLocal }: { ticket: string; isLocal: boolean },
): Promise<Claims> {
  if (development === null || !isLocal) {
    throw new TokenRefusal(
      'InvalidTicket',
      'the ticket must be an ID token of an issuer that is trusted here',
    );
  }
  const player = await development.playerOf(ticket);
  return claimsAbout(player, player);
}

async function vouchedFor(
  rooms: Rooms,
  { key, playerId, gamertag }: { key: string; playerId: string; gamertag: string | null },
): Promise<Claims> {
  const { titleId, keyId } = titleServerOf(rooms, key);
  if (playerId === '' || playerId.length > 255) {
    throw new TokenRefusal(
      'InvalidTicket',
      `the player's id must be 1 to 255 characters; got ${quoted(playerId)}`,
    );
  }
  const identity = { issuer: `title:${titleId}`, subject: playerId };
  const player = await rooms.registration.playerOf({
    ...identity,
    gamertag: gamertagFrom(gamertag ?? ''),
    locale: null,
    sandboxes: [retail],
  });
  return { ...claimsAbout(player, identity), titleId, voucherKeyId: keyId };
}

function titleServerOf({ keys }: Rooms, key: string) {
  const titleServer = keys?.titleServer(key) ?? null;
  if (titleServer !== null) return titleServer;
  throw new TokenRefusal('InvalidTicket', 'the title server key is not one in force here');
}

/** @param player `undefined` for someone who has no profile here */
function claimsAbout(
  player: Player | undefined,
  { issuer, subject }: { issuer: string; subject: string },
): Claims {
  return {
    ...noClaims,
    identity: { issuer, subject },
    user: {
      xuid: player === undefined ? null : xuid(player.xuid),
      userHash: userHashOf({ issuer, subject }),
      gamertag: null,
      ageGroup: player?.ageGroup ?? 'Adult',
    },
  };
}
