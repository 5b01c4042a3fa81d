import { type HostName, hosts, type ServiceName } from '@laurel/contract';
import { parseTitleId, type TitleId } from '@laurel/domain';
import type { AllowedOrigin } from '../http/cross-origin.ts';
import { transportLimits } from '../http/listen.ts';
import { defaultSwitches, type RateLimit } from '../http/switches.ts';
import { isStrongKey, keyCharactersMin, Secret } from './secret.ts';
import {
  type Form,
  flag,
  issuerName,
  listOf,
  oneOf,
  optional,
  pairs,
  plainText,
  type Setting,
  secret,
  setting,
  webAddress,
  whole,
} from './setting.ts';

const milliseconds = whole({ min: 1, max: 600_000 });
const seconds = whole({ min: 60, max: 31_536_000 });
const hostNames = Object.keys(hosts).filter((name) => name !== 'management') as HostName[];
const serviceNames: readonly ServiceName[] = [
  ...new Set(Object.values(hosts).map(({ service }) => service)),
];

const strongKey: Form<Secret> = {
  rule: `must be at least ${keyCharactersMin} characters that nobody can guess; make one with: openssl rand -hex 32`,
  read: (text) => (isStrongKey(text) ? new Secret(text) : undefined),
};

const movedTo: Form<Readonly<Partial<Record<HostName, string>>>> = pairs(hostNames, {
  rule: 'must be pairs such as achievements=https://new.example/achievements separated by commas',
  read: webAddress.read,
});

/** A client of an OpenID issuer, and the title whose claim its tokens carry. */
const clients: Form<readonly { clientId: string; titleId: TitleId | null }[]> = listOf(
  (text) => {
    const [, clientId = '', id] = /^([^=,\s]{1,200})(?:=([0-9]+))?$/.exec(text) ?? [];
    const title = id === undefined ? null : parseTitleId(id);
    return clientId === '' || title === undefined ? undefined : { clientId, titleId: title };
  },
  { rule: 'must be client ids such as my-game or my-game=1853190001 separated by commas' },
);

const names: Form<readonly string[]> = listOf(
  (text) => (/^\S{1,200}$/.test(text) ? text : undefined),
  { rule: 'must be names separated by commas' },
);

const origins: Form<readonly AllowedOrigin[]> = listOf(
  (text) => (text === '*' || text === 'loopback' ? text : originIn(text)),
  {
    rule: 'must be *, loopback, or origins such as https://game.example separated by commas',
  },
);

function originIn(text: string): string | undefined {
  const { origin, href } = URL.canParse(text) ? new URL(text) : { origin: 'null', href: '' };
  return origin !== 'null' && href === `${origin}/` ? origin : undefined;
}

const limit: Form<RateLimit> = { rule: '', read: readLimit };

/** `documented`, `off`, or the services whose limits differ. */
const rateLimits: Form<'off' | Readonly<Partial<Record<ServiceName, RateLimit>>>> = {
  rule: `must be documented, off, or pairs such as Progress=1000/3000 (burst/sustain) separated by commas; the names are ${serviceNames.join(', ')}`,
  read(text) {
    if (text === 'off') return 'off';
    return text === 'documented' ? {} : pairs(serviceNames, limit).read(text);
  },
};

function readLimit(text: string): RateLimit | undefined {
  const [, burst, sustain] = /^([0-9]{1,9})\/([0-9]{1,9})$/.exec(text) ?? [];
  if (burst === undefined || sustain === undefined) return undefined;
  return { burstMax: Number(burst), sustainMax: Number(sustain) };
}

/**
 * Everything that can be configured, once. A setting `keepAliveMs` is the member `keepAliveMs` of a
 * configuration file and the variable `LAUREL_KEEP_ALIVE_MS` of the environment. The table in
 * `docs/operating/configuration.md` is made from this one.
 */
export const settings = {
  host: setting(plainText, {
    meaning: 'The address to listen on; `0.0.0.0` or `::` is every address of the machine.',
    fallback: '127.0.0.1',
  }),
  port: setting(whole({ min: 0, max: 65_535 }), {
    meaning: 'The port to listen on; 0 takes a free one.',
    fallback: '4000',
  }),
  publicUrl: optional(webAddress, {
    meaning:
      'How clients reach the instance; pictures and tokens name it. Without it, the address it listens on.',
  }),
  allowedOrigins: setting(origins, {
    meaning:
      'Pages of which origins may use the instance from a browser; `*` is every one, `loopback` those of this machine.',
    fallback: { production: '', development: 'loopback' },
  }),
  data: setting(plainText, {
    meaning: 'The directory that holds everything the instance remembers.',
    fallback: './data',
  }),
  logLevel: setting(oneOf(['silent', 'error', 'warn', 'info', 'debug']), {
    meaning: 'How much is written to the log.',
    fallback: { production: 'info', development: 'warn' },
  }),
  managementKey: secret(strongKey, {
    meaning: 'Whoever has it may do everything; the commands send it as `LAUREL_KEY`.',
  }),
  developmentIdentity: setting(flag, {
    meaning: 'Gives a token for any gamertag to whoever asks; only on a loopback address.',
    fallback: { production: 'false', development: 'true' },
  }),
  oidcIssuer: optional(issuerName, {
    meaning: 'The OpenID Connect issuer whose ID tokens are exchanged for user tokens.',
  }),
  oidcClients: setting(clients, {
    meaning:
      'Whose ID tokens are taken: client ids at the issuer, each with the title whose claim its tokens carry, if any.',
    fallback: '',
  }),
  oidcThirdPartyClients: setting(names, {
    meaning:
      'Those of the clients that are sites acting for players; they see what everyone may see.',
    fallback: '',
  }),
  oidcDeveloperClients: setting(names, {
    meaning: 'Those of the clients that are developers’ tools; they may reset players.',
    fallback: '',
  }),
  oidcGamertagClaim: setting(plainText, {
    meaning: 'The claim of an ID token that a new player is named after.',
    fallback: 'preferred_username',
  }),
  oidcCreatesPlayers: setting(flag, {
    meaning: 'Whether someone who signs in for the first time becomes a player.',
    fallback: 'true',
  }),
  oidcSandboxes: setting(names, {
    meaning: 'The sandboxes of players who become one so; `*` is every one.',
    fallback: 'RETAIL',
  }),
  titleServerKeys: setting(flag, {
    meaning: 'Takes reports from services that hold a key of their title.',
    fallback: { production: 'false', development: 'true' },
  }),
  userTokenSeconds: setting(seconds, {
    meaning: 'How long a user token is valid; four days, as observed.',
    fallback: '345600',
  }),
  serviceTokenSeconds: setting(seconds, {
    meaning: 'How long a service (XSTS) token is valid; sixteen hours, as observed.',
    fallback: '57600',
  }),
  rateLimits: setting(rateLimits, {
    meaning: 'How often a player may call each service of a title.',
    fallback: { production: 'documented', development: 'off' },
  }),
  checkAnswers: setting(flag, {
    meaning: 'Checks every answer against its declaration, and fails loudly.',
    fallback: { production: 'false', development: 'true' },
  }),
  headTimeoutMs: setting(milliseconds, {
    meaning: 'How long the head of a request may take to arrive.',
    fallback: String(transportLimits.headTimeoutMs),
  }),
  bodyTimeoutMs: setting(milliseconds, {
    meaning: 'How long the body of a request may take to arrive; then it is answered 408.',
    fallback: String(transportLimits.bodyTimeoutMs),
  }),
  keepAliveMs: setting(milliseconds, {
    meaning: 'How long an idle connection is kept.',
    fallback: String(transportLimits.keepAliveMs),
  }),
  headBytesMax: setting(whole({ min: 4096, max: 262_144 }), {
    meaning: 'How large the head of a request may be, in bytes.',
    fallback: String(transportLimits.headBytesMax),
  }),
  connectionsMax: setting(whole({ min: 1, max: 1_000_000 }), {
    meaning: 'How many connections are held at once.',
    fallback: String(transportLimits.connectionsMax),
  }),
  stopTimeoutMs: setting(milliseconds, {
    meaning: 'How long a stop waits for what was accepted.',
    fallback: '15000',
  }),
  movedHosts: setting(movedTo, {
    meaning: 'Hosts that have moved for good: their callers are answered 301.',
    fallback: '',
  }),
  redirectedHosts: setting(movedTo, {
    meaning: 'Hosts that are elsewhere for now: their callers are answered 307.',
    fallback: '',
  }),
  achievedRequirements: setting(oneOf(['withHundred', 'empty']), {
    meaning: 'What an unlocked title-managed achievement shows: a requirement at 100, or none.',
    fallback: defaultSwitches.achievedRequirements,
  }),
  detailEnvelope: setting(oneOf(['both', 'list', 'object']), {
    meaning: 'How one achievement is wrapped: as captured, as documented, or both.',
    fallback: defaultSwitches.detailEnvelope,
  }),
  unlockedOnlyIncludesInProgress: setting(flag, {
    meaning: 'Lets `unlockedOnly=true` also list what is in progress.',
    fallback: String(defaultSwitches.unlockedOnlyIncludesInProgress),
  }),
  notModifiedAs200: setting(flag, {
    meaning: 'Answers an update that changes nothing with 200 instead of 304.',
    fallback: String(defaultSwitches.notModifiedAs200),
  }),
  strict: setting(flag, {
    meaning:
      'Keeps the original rule that a title is title-managed or event-based, and stays so: none may be mixed.',
    fallback: 'false',
  }),
  requireTitleClaimForUpdate: setting(flag, {
    meaning: 'Takes an update only with a token that carries the title’s own claim.',
    fallback: String(defaultSwitches.requireTitleClaimForUpdate),
  }),
  validateSignature: setting(flag, {
    meaning: 'Verifies the `Signature` header.',
    fallback: String(defaultSwitches.validateSignature),
  }),
  redactSecretsForOthers: setting(flag, {
    meaning: 'Hides the texts of a locked secret achievement from other players.',
    fallback: String(defaultSwitches.redactSecretsForOthers),
  }),
  acceptEmptyUserHash: setting(flag, {
    meaning: 'Takes an authorization header of the form `x=;<token>`.',
    fallback: String(defaultSwitches.acceptEmptyUserHash),
  }),
  rarityScaleInToast: setting(oneOf(['100', '1']), {
    meaning: 'What all of a title’s players are in the announcement of an unlock.',
    fallback: String(defaultSwitches.rarityScaleInToast),
  }),
  rtaRequireSubprotocol: setting(flag, {
    meaning: 'Takes a real-time connection only with the sub-protocol `rta.xboxlive.com.V2`.',
    fallback: String(defaultSwitches.rtaRequireSubprotocol),
  }),
  defaultPageSize: setting(whole({ min: 1, max: 1000 }), {
    meaning: 'How many achievements a page has when the caller names no number.',
    fallback: String(defaultSwitches.defaultPageSize),
  }),
  maxPageSize: setting(whole({ min: 1000, max: 100_000 }), {
    meaning: 'How many achievements the longest page has.',
    fallback: String(defaultSwitches.maxPageSize),
  }),
  contract5: setting(oneOf(['legacy', 'empty', '406']), {
    meaning: 'What contract version 5 gets: as 3, nothing, or a refusal.',
    fallback: defaultSwitches.contract5,
  }),
} satisfies Record<string, Setting<unknown>>;

/** The name of a setting. */
export type SettingName = keyof typeof settings;

/** What each setting reads as. */
export type SettingValues = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Setting<infer T> ? T : never;
};

/** Every name, in the order of the table. */
export const settingNames = Object.keys(settings) as readonly SettingName[];

/** Variables that the commands read, which are no setting of a server. */
export const commandVariables = {
  LAUREL_URL: 'Where the commands find a running server.',
  LAUREL_KEY: 'The management key that the commands send.',
  LAUREL_CONFIG: 'The configuration file of `laurel serve`, as `--config`.',
} as const;

/** @returns the environment's name of a setting: `keepAliveMs` is `LAUREL_KEEP_ALIVE_MS` */
export function variableOf(name: SettingName): string {
  return `LAUREL_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
