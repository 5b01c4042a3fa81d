import type { HostName, ServiceName } from '@laurel/contract';

/**
 * How often one may call one service: a player with a title, or an address. Source: wire contract
 * §13 [D].
 */
export type RateLimit = {
  /** Requests in a burst window. */
  readonly burstMax: number;
  /** Requests in a sustain window. */
  readonly sustainMax: number;
};

/** What is counted, and in which windows. */
export type RateLimits = {
  readonly isOn: boolean;
  readonly burstSeconds: number;
  readonly sustainSeconds: number;
  /** A service that is not named has no limit. */
  readonly byService: Readonly<Partial<Record<ServiceName, RateLimit>>>;
};

/** Where a host's callers are sent. */
export type MovedHost = {
  /** An absolute URL without a trailing slash; path and query are added to it. */
  readonly location: string;
  /** 301 when it is, 307 when it is not. */
  readonly isPermanent: boolean;
};

/**
 * Where the documents, shipped clients and recorded answers disagree, which of them is followed.
 *
 * Source: wire contract §15b; each member names what it is about.
 */
export type Switches = {
  /** What an unlocked title-managed achievement shows: one requirement at 100, or none. §4.5 */
  readonly achievedRequirements: 'withHundred' | 'empty';
  /** How a detail is wrapped: `achievements` as captured, `achievement` as documented. §4.6, S1 */
  readonly detailEnvelope: 'both' | 'list' | 'object';
  /** Whether `unlockedOnly=true` also lists what is in progress. §2.4 */
  readonly unlockedOnlyIncludesInProgress: boolean;
  /** Whether an update that changes nothing is answered 200 instead of 304. §5.4 */
  readonly notModifiedAs200: boolean;
  /** Whether an update needs a token with the title's own claim. §3.5 */
  readonly requireTitleClaimForUpdate: boolean;
  /** Whether the `Signature` header is verified. §3.4 */
  readonly validateSignature: boolean;
  /** Whether other players see a locked secret achievement without its texts. §11.4 */
  readonly redactSecretsForOthers: boolean;
  /** Whether a token is taken with an empty user hash, `x=;<token>`. §3.1 */
  readonly acceptEmptyUserHash: boolean;
  /** What all of a title's players are in an unlock notification: 100, or 1. §7 */
  readonly rarityScaleInToast: 100 | 1;
  /** Achievements on a page when the caller names no number: 1 to `maxPageSize`. §2.4 */
  readonly defaultPageSize: number;
  /** Achievements on the longest page: at least 1000. §2.4 */
  readonly maxPageSize: number;
  /** What contract version 5 gets: as 3, nothing, or a refusal. §2.3 */
  readonly contract5: 'legacy' | 'empty' | '406';
  readonly rateLimits: RateLimits;
  /** Whether a real-time connection must offer the sub-protocol. §6.1 */
  readonly rtaRequireSubprotocol: boolean;
  /** Hosts that have moved away. Document "GET …/{achievementid}", 301 and 307. */
  readonly movedHosts: Readonly<Partial<Record<HostName, MovedHost>>>;
};

/** Counting of services that the documented table does not name. Source: [I]. */
const undocumentedLimit: RateLimit = { burstMax: 100, sustainMax: 300 };

/**
 * The documented limits, and those of services that the documents do not name. Requests that name
 * nobody, as those for tokens, are counted by the address they come from.
 *
 * Source: wire contract §13 [D]; `Tokens` [I].
 */
export const documentedRateLimits: RateLimits = {
  isOn: true,
  burstSeconds: 15,
  sustainSeconds: 300,
  byService: {
    Progress: { burstMax: 100, sustainMax: 300 },
    UserStats: { burstMax: 100, sustainMax: 300 },
    Profile: { burstMax: 10, sustainMax: 30 },
    Privacy: { burstMax: 10, sustainMax: 30 },
    PeopleFd: { burstMax: 10, sustainMax: 30 },
    UserPosts: { burstMax: 100, sustainMax: 300 },
    TitleHub: undocumentedLimit,
    Activity: undocumentedLimit,
    Eraser: undocumentedLimit,
    Notify: undocumentedLimit,
    Tokens: { burstMax: 100, sustainMax: 1000 },
  },
};

/** Each switch as the wire contract recommends it. Source: wire contract §15b. */
export const defaultSwitches: Switches = {
  achievedRequirements: 'withHundred',
  detailEnvelope: 'both',
  unlockedOnlyIncludesInProgress: false,
  notModifiedAs200: false,
  requireTitleClaimForUpdate: false,
  validateSignature: false,
  redactSecretsForOthers: false,
  acceptEmptyUserHash: false,
  rarityScaleInToast: 100,
  defaultPageSize: 32,
  maxPageSize: 10_000,
  contract5: 'legacy',
  rateLimits: documentedRateLimits,
  rtaRequireSubprotocol: false,
  movedHosts: {},
};

/** The switches in force. Read `current` at each use: development mode changes it while serving. */
export type SwitchBoard = {
  readonly current: Switches;
  /** Replaces the members that are named. */
  set(change: Partial<Switches>): void;
};

/** @param initial what differs from the defaults */
export function createSwitchBoard(initial: Partial<Switches> = {}): SwitchBoard {
  let current: Switches = { ...defaultSwitches, ...initial };
  return {
    get current() {
      return current;
    },
    set(change) {
      current = { ...current, ...change };
    },
  };
}
