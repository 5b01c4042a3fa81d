import type { TitleId } from '@laurel/domain';

/** Where players' identities come from, and how long their tokens last. */
export type IdentityConfig = {
  /** A token for any gamertag, to whoever asks on this machine. */
  readonly isDevelopment: boolean;
  /** Issuers whose ID tokens are exchanged for user tokens. */
  readonly openId: readonly OpenIdIssuer[];
  /** Whether services that hold a key of their title may report and vouch for its players. */
  readonly titleServerKeys: boolean;
  readonly userTokenSeconds: number;
  /** Of the tokens that the services take (XSTS). */
  readonly serviceTokenSeconds: number;
};

/** An OpenID Connect issuer. */
export type OpenIdIssuer = {
  /** As `iss` says it; `https:`, or `http:` on this machine. Discovery is below it. */
  readonly issuer: string;
  /** The games and sites whose ID tokens are taken. */
  readonly clients: readonly OpenIdClient[];
  /** The claim that a new player is named after; `nickname` and `name` stand in for it. */
  readonly gamertagClaim: string;
  /** Whether someone who is not yet a player becomes one; else they have no profile here. */
  readonly createsPlayers: boolean;
  /** The sandboxes of players who are made here; `*` is every one. */
  readonly sandboxes: readonly string[];
};

/** Who an ID token was made for. */
export type OpenIdClient = {
  readonly clientId: string;
  /** The title whose claim its tokens carry, `null` for none. */
  readonly titleId: TitleId | null;
  /** A site that acts for players and sees what everyone may see. */
  readonly isThirdParty: boolean;
  /** A tool of developers: its tokens may reset players in development sandboxes. */
  readonly isDeveloper: boolean;
};

const secondsOfFourDays = 4 * 24 * 60 * 60;
const secondsOfSixteenHours = 16 * 60 * 60;

/** Nobody can sign in; lifetimes as observed. Source: wire contract §3.3 [C]. */
export const defaultIdentityConfig: IdentityConfig = {
  isDevelopment: false,
  openId: [],
  titleServerKeys: false,
  userTokenSeconds: secondsOfFourDays,
  serviceTokenSeconds: secondsOfSixteenHours,
};

/** A client of a game that names no title and has no rights of its own. */
export function plainClient(clientId: string): OpenIdClient {
  return { clientId, titleId: null, isThirdParty: false, isDeveloper: false };
}

/** @returns what is wrong with a configuration, empty when nothing is */
export function identityProblems({ openId }: IdentityConfig): readonly string[] {
  const problems: string[] = [];
  const issuers = new Set<string>();
  for (const { issuer, clients } of openId) {
    if (!isSafeAddress(issuer)) {
      problems.push(`issuer ${issuer} must be an https address, or an http one of this machine`);
    }
    if (issuers.has(issuer)) problems.push(`issuer ${issuer} is there twice`);
    if (clients.length === 0) problems.push(`issuer ${issuer} must have a client`);
    if (clients.some(({ clientId }) => clientId === '')) {
      problems.push(`issuer ${issuer} must name each client`);
    }
    issuers.add(issuer);
  }
  return problems;
}

/** Whether what is fetched from there can't be changed on its way. */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:') return true;
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
