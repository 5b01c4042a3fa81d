import { z } from 'zod';
import { WireDate, WireXuid } from '../codec/date.ts';

/** Tokens and tickets are at most this long. */
const tokenLengthMax = 16 * 1024;

const Token = z
  .string({ error: 'must be a token' })
  .min(1, 'must be a token')
  .max(tokenLengthMax, `must be at most ${tokenLengthMax} characters`);

const OptionalToken = z
  .union([z.literal('').transform(() => null), Token])
  .nullable()
  .optional();

/** Whom a token is for: an absolute address. */
const RelyingParty = z
  .string({ error: 'must be the address of a relying party' })
  .max(256, 'must be at most 256 characters')
  .regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i, 'must be the address of a relying party');

/** Whom user, device and title tokens are for. Source: wire contract §3.3 [C]. */
const AuthRelyingParty = z
  .string()
  .regex(/^http:\/\/auth\.xboxlive\.com\/?$/i, 'must be http://auth.xboxlive.com');

const TokenType = z
  .string()
  .refine((type) => type.toUpperCase() === 'JWT', 'must be JWT')
  .optional();

/** An elliptic curve key's public half, as a JWK. */
export const ProofKey = z
  .object({
    kty: z.literal('EC', { error: 'must be EC' }),
    crv: z.literal('P-256', { error: 'must be P-256' }),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}=?$/, 'must be 32 bytes in base64url'),
    y: z.string().regex(/^[A-Za-z0-9_-]{43}=?$/, 'must be 32 bytes in base64url'),
  })
  .meta({ id: 'ProofKey' });

/**
 * A ticket: `d=` or `t=`, and an ID token of an issuer that the instance trusts, or in development
 * mode a gamertag. Without a prefix it is taken as it is.
 */
const RpsTicket = Token.transform((text) => text.replace(/^[dt]=/i, '')).refine(
  (ticket) => ticket !== '',
  'must hold a ticket',
);

/** Signs in with a ticket. Source: wire contract §3.3, step 2 [C]. */
const RpsMethod = z.object({
  AuthMethod: z.literal('RPS'),
  SiteName: z.string().max(256).optional(),
  RpsTicket,
});

/** A title's server vouches for one of its players. Source: [I]. */
const TitleServerMethod = z.object({
  AuthMethod: z.literal('TitleServer'),
  TitleServerKey: z.string({ error: 'must be a title server key' }).max(256),
  /** What the title calls the player. */
  PlayerId: z
    .string({ error: 'must be what the title calls the player' })
    .min(1, 'must be 1 to 255 characters')
    .max(255, 'must be 1 to 255 characters'),
  /** What the player would like to be called, when they are new here. */
  Gamertag: z.string().max(64).optional(),
});

/** What user.auth takes. */
export const UserAuthentication = z
  .object({
    RelyingParty: AuthRelyingParty.optional(),
    TokenType,
    Properties: z.discriminatedUnion('AuthMethod', [RpsMethod, TitleServerMethod], {
      error: 'must have AuthMethod RPS or TitleServer',
    }),
  })
  .meta({ id: 'UserAuthentication' });

/** What device.auth takes. Source: wire contract §3.3, step 3 [W]. */
export const DeviceAuthentication = z
  .object({
    RelyingParty: AuthRelyingParty.optional(),
    TokenType,
    Properties: z.object({
      AuthMethod: z.literal('ProofOfPossession', { error: 'must be ProofOfPossession' }),
      Id: z.string({ error: "must be the device's id" }).min(1).max(128),
      DeviceType: z.string().max(64).optional(),
      Version: z.string().max(64).optional(),
      ProofKey: ProofKey.optional(),
    }),
  })
  .meta({ id: 'DeviceAuthentication' });

/** What title.auth takes. Source: wire contract §3.3, step 3 [W]. */
export const TitleAuthentication = z
  .object({
    RelyingParty: AuthRelyingParty.optional(),
    TokenType,
    Properties: z.discriminatedUnion(
      'AuthMethod',
      [RpsMethod, TitleServerMethod.omit({ PlayerId: true, Gamertag: true })],
      { error: 'must have AuthMethod RPS or TitleServer' },
    ),
  })
  .meta({ id: 'TitleAuthentication' });

/** What xsts.auth takes. Source: wire contract §3.3, step 4 [C]. */
export const ServiceAuthorization = z
  .object({
    RelyingParty,
    TokenType,
    Properties: z.object({
      UserTokens: z
        .array(Token, { error: 'must be an array of tokens' })
        .max(1, 'must hold at most one token: players come one at a time')
        .optional(),
      DeviceToken: OptionalToken,
      TitleToken: OptionalToken,
      SandboxId: z.string().max(64).optional(),
      OptionalDisplayClaims: z.array(z.string().max(64)).max(32).optional(),
    }),
  })
  .meta({ id: 'ServiceAuthorization' });

/** What sisu's `/authenticate` takes. Source: wire contract §3.3, step 3 [W]. */
export const SisuAuthentication = z
  .object({
    AppId: z.string({ error: 'must be the id of a client' }).min(1).max(256),
    RedirectUri: z.string({ error: 'must be an address' }).min(1).max(2048),
    DeviceToken: OptionalToken,
    Sandbox: z.string().max(64).optional(),
    Query: z
      .object({
        state: z.string().max(2048).optional(),
        code_challenge: z.string().max(128).optional(),
      })
      .optional(),
  })
  .meta({ id: 'SisuAuthentication' });

/** What sisu's `/authorize` takes. Source: wire contract §3.3, step 3 [W]. */
export const SisuAuthorization = z
  .object({
    AccessToken: RpsTicket,
    AppId: z.string().max(256).optional(),
    DeviceToken: OptionalToken,
    Sandbox: z.string().max(64).optional(),
    RelyingParty: RelyingParty.optional(),
    SessionId: z.string().max(128).nullable().optional(),
    UseModernGamertag: z.boolean().optional(),
  })
  .meta({ id: 'SisuAuthorization' });

/**
 * What may be shown of a player. All values are text; only the user hash is there for services
 * other than this instance's. Source: wire contract §3.3, step 4 [C].
 */
export const UserDisplayClaim = z
  .object({
    uhs: z.string(),
    xid: WireXuid.optional(),
    gtg: z.string().optional(),
    agg: z.enum(['Adult', 'Teen', 'Child']).optional(),
    usr: z.string().optional(),
    utr: z.string().optional(),
    prv: z.string().optional(),
    mgt: z.string().optional(),
    mgs: z.string().optional(),
    umg: z.string().optional(),
  })
  .meta({ id: 'UserDisplayClaim' });

const issued = { IssueInstant: WireDate, NotAfter: WireDate, Token: z.string() };
const UserDisplay = z.object({ xui: z.array(UserDisplayClaim).max(1) });
const DeviceDisplay = z.object({ xdi: z.object({ did: z.string(), dcs: z.string() }) });
const TitleDisplay = z.object({ xti: z.object({ tid: z.string() }) });

/** A user token. Source: wire contract §3.3, step 2 [C]. */
export const UserToken = z
  .object({ ...issued, DisplayClaims: UserDisplay })
  .meta({ id: 'UserToken' });

/** A device token. Source: wire contract §3.3, step 3 [W]. */
export const DeviceToken = z
  .object({ ...issued, DisplayClaims: DeviceDisplay })
  .meta({ id: 'DeviceToken' });

/** A title token. Source: wire contract §3.3, step 3 [W]. */
export const TitleToken = z
  .object({ ...issued, DisplayClaims: TitleDisplay })
  .meta({ id: 'TitleToken' });

/** A token that services take. Source: wire contract §3.3, step 4 [C]. */
export const ServiceToken = z
  .object({ ...issued, DisplayClaims: UserDisplay.partial() })
  .meta({ id: 'ServiceToken' });

/** Where the player signs in. Source: wire contract §3.3, step 3 [W]. */
export const SisuSignInPage = z
  .object({ MsaOauthRedirect: z.url(), MsaRequestParameters: z.object({}) })
  .meta({ id: 'SisuSignInPage' });

/** All tokens at once. Source: wire contract §3.3, step 3 [W]. */
export const SisuTokens = z
  .object({
    DeviceToken: z.string().nullable(),
    TitleToken: TitleToken.optional(),
    UserToken,
    AuthorizationToken: ServiceToken,
    WebPage: z.string(),
    Sandbox: z.string(),
    UseModernGamertag: z.boolean(),
  })
  .meta({ id: 'SisuTokens' });

/** Which token each host takes, and how requests to it are signed. Source: §3.3, step 6 [C]. */
export const TitleEndpoints = z
  .object({
    EndPoints: z.array(
      z.object({
        Protocol: z.string(),
        Host: z.string(),
        HostType: z.enum(['fqdn', 'wildcard']),
        RelyingParty: z.string(),
        TokenType: z.literal('JWT'),
        SignaturePolicyIndex: z.int().optional(),
      }),
    ),
    SignaturePolicies: z.array(
      z.object({
        Version: z.int(),
        SupportedAlgorithms: z.array(z.string()),
        MaxBodyBytes: z.int(),
      }),
    ),
    /** Certificates that clients should expect; recorded ones are Microsoft's own. */
    Certs: z.array(z.never()),
    RootCerts: z.array(z.never()),
  })
  .meta({ id: 'TitleEndpoints' });

/** A key with which a service reports for its title's players. Never shows the key itself. */
export const TitleServerKey = z
  .object({
    id: z.string(),
    titleId: z.int(),
    label: z.string(),
    createdAt: WireDate,
    /** `null` while it is in force. */
    revokedAt: WireDate.nullable(),
  })
  .meta({ id: 'TitleServerKey' });

/** A title's keys. */
export const TitleServerKeyList = z
  .object({ keys: z.array(TitleServerKey) })
  .meta({ id: 'TitleServerKeyList' });

/** A key to make. */
export const NewTitleServerKey = z
  .object({
    /** What it is for, in the manager's words. */
    label: z.string().trim().max(200, 'must be at most 200 characters').default(''),
  })
  .meta({ id: 'NewTitleServerKey' });

/** A key just made: the only answer that shows it. */
export const MadeTitleServerKey = z
  .object({ ...TitleServerKey.shape, key: z.string() })
  .meta({ id: 'MadeTitleServerKey' });

/** A signing key just made. */
export const MadeSigningKey = z.object({ id: z.string() }).meta({ id: 'MadeSigningKey' });
