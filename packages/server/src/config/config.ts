import { type HostName, hosts } from '@laurel/contract';
import type { AllowedOrigin } from '../http/cross-origin.ts';
import type { TransportLimits } from '../http/listen.ts';
import { documentedRateLimits, type MovedHost, type Switches } from '../http/switches.ts';
import type { LogLevel } from '../observe/log.ts';
import { type IdentityConfig, identityProblems } from '../services/identity-config.ts';
import { nearest } from './nearest.ts';
import type { Secret } from './secret.ts';
import type { Mode, Setting } from './setting.ts';
import {
  commandVariables,
  type SettingName,
  type SettingValues,
  settingNames,
  settings,
  variableOf,
} from './settings.ts';

/** Everything an instance is told at its start. */
export type Config = {
  readonly mode: Mode;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Without a trailing slash; `null` where the address it listens on is used. */
  readonly publicUrl: string | null;
  /** Whose pages may read answers in a browser. */
  readonly allowedOrigins: readonly AllowedOrigin[];
  /** The directory that holds everything the instance remembers. */
  readonly data: string;
  readonly logLevel: LogLevel;
  readonly transport: TransportLimits;
  /** How long a stop waits for what was accepted, in milliseconds. */
  readonly stopTimeoutMs: number;
  readonly identity: IdentityConfig;
  readonly switches: Switches;
  /** Whether a title keeps to one system for ever, as the original's do. */
  readonly strict: boolean;
  /** Whether every answer is checked against its declaration. */
  readonly checkAnswers: boolean;
  readonly secrets: {
    /** `null` where nobody may manage the instance. */
    readonly managementKey: Secret | null;
  };
};

/** Where configuration comes from; what stands first wins. */
export type ConfigSources = {
  readonly mode: Mode;
  /** From options of the command line. */
  readonly overrides?: Readonly<Partial<Record<SettingName, string>>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The parsed configuration file: an object whose members are settings. */
  readonly file?: Readonly<Record<string, unknown>>;
  /** For `LAUREL_MANAGEMENT_KEY_FILE`. @throws when there is no such file */
  readonly readSecretFile?: (path: string) => string;
};

/** What is wrong with a configuration: every problem at once. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the configuration of an instance.
 *
 * @throws {ConfigError} naming every value that can't be read, every name nobody knows, and what is
 * not safe
 */
export function readConfig(sources: ConfigSources): Config {
  const problems = [...unknownNames(sources)];
  const values = readValues(sources, problems);
  // What could not be read has been noted; the rules below would only repeat it.
  if (problems.length === 0) problems.push(...unsafeties(values, sources.mode));
  if (problems.length > 0) throw new ConfigError(problems);
  return configFrom(values, sources.mode);
}

/** @returns the settings as they are when nothing is said */
export function defaultConfig(mode: Mode): Config {
  return configFrom(readValues({ mode }, []), mode);
}

function* unknownNames({ environment = {}, file = {} }: ConfigSources): Iterable<string> {
  const secretFiles = settingNames
    .filter((name) => settings[name].isSecret)
    .map((name) => `${variableOf(name)}_FILE`);
  const variables = [
    ...settingNames.map(variableOf),
    ...secretFiles,
    ...Object.keys(commandVariables),
  ];
  for (const name of Object.keys(environment)) {
    if (name.startsWith('LAUREL_') && !variables.includes(name)) {
      yield `there is no variable ${quoted(name)}${didYouMean(name, variables)}`;
    }
  }
  for (const name of Object.keys(file)) {
    if (name !== '$schema' && !Object.hasOwn(settings, name)) {
      yield `the configuration file has no member ${quoted(name)}${didYouMean(name, settingNames)}`;
    }
  }
}

function didYouMean(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '; `laurel serve --help` lists them' : `; did you mean ${near}`;
}

function readValues(sources: ConfigSources, problems: string[]): SettingValues {
  const read = settingNames.map((name) => [name, readOne(name, sources, problems)] as const);
  return Object.fromEntries(read) as unknown as SettingValues;
}

function readOne(name: SettingName, sources: ConfigSources, problems: string[]): unknown {
  const declared: Setting<unknown> = settings[name];
  const given = textOf(name, sources, problems);
  const text = given?.text ?? declared.fallback?.[sources.mode];
  if (text === undefined) return null;
  const value = declared.read(text);
  if (value !== undefined) return value;
  // A secret is not repeated, not even a bad one.
  const got = declared.isSecret ? '' : `; got ${quoted(text)}`;
  problems.push(`${given?.origin ?? name} ${declared.rule}${got}`);
  return undefined;
}

/** The text given for a setting and where it was given; `undefined` where it was not. */
function textOf(
  name: SettingName,
  { overrides = {}, environment = {}, file = {}, readSecretFile }: ConfigSources,
  problems: string[],
): { text: string; origin: string } | undefined {
  const variable = variableOf(name);
  const override = overrides[name];
  if (override !== undefined) return { text: override, origin: `--${name}` };
  const value = environment[variable];
  if (value !== undefined && value !== '') return { text: value, origin: variable };
  const path = settings[name].isSecret ? environment[`${variable}_FILE`] : undefined;
  if (path !== undefined && path !== '') {
    try {
      return { text: readSecretFile?.(path).trim() ?? '', origin: `${variable}_FILE` };
    } catch {
      problems.push(`${variable}_FILE names a file that can't be read: ${quoted(path)}`);
      return undefined;
    }
  }
  const member = file[name];
  if (member === undefined || member === null) return undefined;
  const origin = `the configuration file's ${name}`;
  return { text: Array.isArray(member) ? member.join(',') : String(member), origin };
}

/** What may not be, however well it reads. Nothing insecure is on unless it was asked for. */
function* unsafeties(values: SettingValues, mode: Mode): Iterable<string> {
  const { developmentIdentity, oidcIssuer, titleServerKeys, host } = values;
  if (developmentIdentity && !isLoopback(host)) {
    yield `developmentIdentity gives a token to whoever asks, so host must be a loopback address; got ${quoted(host)}; set LAUREL_HOST=127.0.0.1 or LAUREL_DEVELOPMENT_IDENTITY=false`;
  }
  yield* clientProblems(values);
  yield* identityProblems(identityFrom(values));
  if (mode === 'development') return;
  if (!developmentIdentity && oidcIssuer === null && !titleServerKeys) {
    yield 'nobody could get in: set LAUREL_OIDC_ISSUER and LAUREL_OIDC_CLIENTS for players, or LAUREL_TITLE_SERVER_KEYS=true for services that report for them';
  }
  if (values.managementKey === null) {
    yield `managementKey ${settings.managementKey.rule}; set LAUREL_MANAGEMENT_KEY, or LAUREL_MANAGEMENT_KEY_FILE to a file that holds it`;
  }
}

/** @returns whether only this machine reaches the address */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function* clientProblems(values: SettingValues): Iterable<string> {
  const { oidcIssuer, oidcClients, oidcThirdPartyClients, oidcDeveloperClients } = values;
  if (oidcIssuer === null && oidcClients.length > 0) {
    yield 'oidcClients are clients of an issuer; set LAUREL_OIDC_ISSUER';
  }
  if (oidcIssuer !== null && oidcClients.length === 0) {
    yield 'oidcIssuer needs oidcClients, or tokens of other applications would be taken; set LAUREL_OIDC_CLIENTS';
  }
  for (const name of [...oidcThirdPartyClients, ...oidcDeveloperClients]) {
    if (oidcClients.some(({ clientId }) => clientId === name)) continue;
    yield `${quoted(name)} is none of oidcClients; add it there too`;
  }
}

function configFrom(values: SettingValues, mode: Mode): Config {
  return {
    mode,
    host: values.host,
    port: values.port,
    publicUrl: values.publicUrl,
    allowedOrigins: values.allowedOrigins,
    data: values.data,
    logLevel: values.logLevel,
    transport: {
      headTimeoutMs: values.headTimeoutMs,
      bodyTimeoutMs: values.bodyTimeoutMs,
      keepAliveMs: values.keepAliveMs,
      headBytesMax: values.headBytesMax,
      connectionsMax: values.connectionsMax,
    },
    stopTimeoutMs: values.stopTimeoutMs,
    identity: identityFrom(values),
    switches: switchesFrom(values),
    strict: values.strict,
    checkAnswers: values.checkAnswers,
    secrets: { managementKey: values.managementKey },
  };
}

function identityFrom(values: SettingValues): IdentityConfig {
  const { oidcIssuer, oidcClients, oidcThirdPartyClients, oidcDeveloperClients } = values;
  const clients = oidcClients.map(({ clientId, titleId }) => ({
    clientId,
    titleId,
    isThirdParty: oidcThirdPartyClients.includes(clientId),
    isDeveloper: oidcDeveloperClients.includes(clientId),
  }));
  const issuer = oidcIssuer !== null && {
    issuer: oidcIssuer,
    clients,
    gamertagClaim: values.oidcGamertagClaim,
    createsPlayers: values.oidcCreatesPlayers,
    sandboxes: values.oidcSandboxes,
  };
  return {
    isDevelopment: values.developmentIdentity,
    openId: issuer === false ? [] : [issuer],
    titleServerKeys: values.titleServerKeys,
    userTokenSeconds: values.userTokenSeconds,
    serviceTokenSeconds: values.serviceTokenSeconds,
  };
}

function switchesFrom(values: SettingValues): Switches {
  const { rateLimits } = values;
  return {
    achievedRequirements: values.achievedRequirements,
    detailEnvelope: values.detailEnvelope,
    unlockedOnlyIncludesInProgress: values.unlockedOnlyIncludesInProgress,
    notModifiedAs200: values.notModifiedAs200,
    requireTitleClaimForUpdate: values.requireTitleClaimForUpdate,
    validateSignature: values.validateSignature,
    redactSecretsForOthers: values.redactSecretsForOthers,
    acceptEmptyUserHash: values.acceptEmptyUserHash,
    rarityScaleInToast: values.rarityScaleInToast === '1' ? 1 : 100,
    rtaRequireSubprotocol: values.rtaRequireSubprotocol,
    defaultPageSize: values.defaultPageSize,
    maxPageSize: values.maxPageSize,
    contract5: values.contract5,
    rateLimits:
      rateLimits === 'off'
        ? { ...documentedRateLimits, isOn: false }
        : {
            ...documentedRateLimits,
            byService: { ...documentedRateLimits.byService, ...rateLimits },
          },
    movedHosts: movedHosts(values),
  };
}

function movedHosts({ movedHosts: forGood, redirectedHosts: forNow }: SettingValues) {
  const moved: Partial<Record<HostName, MovedHost>> = {};
  for (const name of Object.keys(hosts) as HostName[]) {
    const [permanent, temporary] = [forGood[name], forNow[name]];
    if (temporary !== undefined) moved[name] = { location: temporary, isPermanent: false };
    if (permanent !== undefined) moved[name] = { location: permanent, isPermanent: true };
  }
  return moved;
}

function quoted(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
}
