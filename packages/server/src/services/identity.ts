import type { JSONWebKeySet, JWK } from 'jose';
import type { Asker } from '../asker.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { createAuthorizer, type Verified } from './authorization.ts';
import { createDevelopmentIdentity } from './development-identity.ts';
import { createDeviceTokens, type DeviceSignIn } from './device-tokens.ts';
import { type IdentityConfig, identityProblems } from './identity-config.ts';
import { createMakeToken, type MadeToken, type TokenWish } from './made-tokens.ts';
import { createOpenId, type SignInPage } from './open-id.ts';
import { createPlayerRegistration } from './player-registration.ts';
import { createServiceTokens, type ServiceTokenOrder } from './service-tokens.ts';
import { openSigningKeys } from './signing-keys.ts';
import { openTitleServerKeys, type TitleServerKeys } from './title-server-keys.ts';
import { createTokens, type IssuedToken } from './tokens.ts';
import { createUserTokens, type SignIn } from './user-tokens.ts';

/** Whom tickets of events are for. Source: wire contract §1 [C]. */
const eventsRelyingParty = 'http://events.xboxlive.com';

/** Says who asks, and gives the tokens that say so. */
export type Identity = {
  /**
   * Who an `Authorization` header speaks for; at once where it was verified before.
   *
   * @returns `null` for none, for one that can't be read, and for a token that is not valid here
   */
  verifyAuthorization(header: string | undefined): Promise<Verified | null> | Verified | null;
  /** The same for a ticket of events, which is for that service or for any. */
  verifyTicket(ticket: string): Promise<Verified | null> | Verified | null;
  /** The key that an asker's requests are to be signed with, `null` without one. */
  proofKeyOf(asker: Asker): JWK | null;
  /** @throws {TokenRefusal} `InvalidTicket` @throws {IdentityUnavailable} */
  authenticateUser(signIn: SignIn): Promise<IssuedToken>;
  authenticateDevice(device: DeviceSignIn): Promise<IssuedToken>;
  /** A token for the title that a ticket or a key speaks for. @throws as `authenticateUser` */
  authenticateTitle(signIn: SignIn): Promise<IssuedToken>;
  /** Exchanges tokens for one that services take. @throws {TokenRefusal} */
  authorize(order: ServiceTokenOrder): Promise<IssuedToken>;
  /** All at once, as `sisu` does. @throws as the three above */
  signInAndAuthorize(
    signIn: SignIn,
    order: Omit<ServiceTokenOrder, 'userToken' | 'titleToken'>,
  ): Promise<{ user: IssuedToken; title: IssuedToken | null; service: IssuedToken }>;
  /**
   * Where a client's players sign in, `null` where that is nowhere.
   *
   * @throws {IdentityUnavailable}
   */
  signInPage(page: SignInPage): Promise<string | null>;
  /** Development mode only: whoever can call it can be anyone. */
  makeToken(wish: TokenWish): Promise<MadeToken>;
  /** The public keys of this instance's tokens. */
  jwks(): JSONWebKeySet;
  /** Makes a key that signs from now on; tokens of older keys stay good. */
  rotateSigningKey(): Promise<{ id: string }>;
  readonly titleServerKeys: TitleServerKeys;
};

/**
 * Opens the identity of an instance; its signing key is made on the first start.
 *
 * @param acceptsEmptyUserHash the switch, asked at each use
 * @throws {RangeError} for a configuration that is not safe
 */
export async function openIdentity({
  store: { secrets, players },
  clock,
  config,
  acceptsEmptyUserHash = () => false,
  fetch = globalThis.fetch,
}: {
  store: Pick<Store, 'secrets' | 'players'>;
  clock: Clock;
  config: IdentityConfig;
  acceptsEmptyUserHash?: () => boolean;
  fetch?: typeof globalThis.fetch;
}): Promise<Identity> {
  const problems = identityProblems(config);
  if (problems.length > 0) throw new RangeError(problems.join('\n'));
  const signingKeys = await openSigningKeys({ secrets, clock });
  const titleServerKeys = await openTitleServerKeys({ secrets, clock });
  const keys = config.titleServerKeys ? titleServerKeys : null;
  const tokens = createTokens({ keys: signingKeys, clock });
  const registration = createPlayerRegistration({ players, clock });
  const openId = createOpenId({ issuers: config.openId, clock, fetch });
  const userTokens = createUserTokens({
    config,
    tokens,
    openId,
    keys,
    registration,
    development: config.isDevelopment ? createDevelopmentIdentity({ players, registration }) : null,
    byIdentity: (of) => players.byIdentity(of),
  });
  const deviceTokens = createDeviceTokens({ config, tokens });
  const serviceTokens = createServiceTokens({ config, tokens, players, keys });
  const authorizer = createAuthorizer({ tokens, keys, clock, acceptsEmptyUserHash });
  const tickets = createAuthorizer({
    tokens,
    keys: null,
    clock,
    acceptsEmptyUserHash,
    relyingParty: eventsRelyingParty,
  });
  return {
    verifyAuthorization: authorizer.verify,
    verifyTicket: async (ticket) =>
      (await tickets.verify(ticket)) ?? (await authorizer.verify(ticket)),
    proofKeyOf: authorizer.proofKeyOf,
    authenticateUser: userTokens.authenticate,
    authenticateDevice: deviceTokens.ofDevice,
    authenticateTitle: async (signIn) => deviceTokens.ofTitle(await userTokens.titleOf(signIn)),
    authorize: serviceTokens.authorize,
    async signInAndAuthorize(signIn, order) {
      const user = await userTokens.authenticate(signIn);
      const { titleId } = user.claims;
      const title = titleId === null ? null : await deviceTokens.ofTitle(titleId);
      const brought = { userToken: user.token, titleToken: title?.token ?? null };
      return { user, title, service: await serviceTokens.authorize({ ...order, ...brought }) };
    },
    signInPage: openId.signInPage,
    makeToken: createMakeToken({ config, tokens, players }),
    jwks: signingKeys.jwks,
    rotateSigningKey: signingKeys.rotate,
    titleServerKeys,
  };
}
