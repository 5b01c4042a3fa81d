import type { ServiceName } from '@laurel/contract';
import {
  type Counts,
  countRequest,
  noRequests,
  type Throttled,
  type ThrottleLimits,
  throttledBy,
} from '@laurel/domain';
import type { Asker, Caller } from '../asker.ts';
import type { Clock } from '../clock.ts';
import { RecentMap } from '../recent-map.ts';
import type { RateLimits, SwitchBoard } from './switches.ts';

/** Counts requests and says which are too many. */
export type Throttle = {
  /**
   * Counts a request to one service: of a player with a title; of a title server's key for a
   * player; or, where nobody is named, of an address.
   *
   * @param who asks; the peer's address where a request names nobody
   * @param owner the player that the request names, as it names them
   * @returns `null` when it is served
   */
  check(service: ServiceName, who: Asker | string, owner?: string): Throttled | null;
  /** Forgets what was counted. */
  clear(): void;
};

/**
 * For each service at least this many counters are kept, those that counted last, and at most twice
 * as many; the owner of one that is dropped starts from nothing. About 200 bytes each.
 */
export const countersPerServiceMax = 50_000;

/** Limits are read from the switches at each request, so they can change while serving. */
export function createThrottle({
  switches,
  clock,
}: {
  switches: Pick<SwitchBoard, 'current'>;
  clock: Clock;
}): Throttle {
  const counters = new Map<ServiceName, Counters>();
  const limitsOf = createLimits();

  function keyOf(asker: Asker | string, owner: string): string {
    if (typeof asker === 'string') return `address ${networkOf(asker)}`;
    if (asker.kind === 'TitleServer') return `key ${asker.keyId} ${owner}`;
    return counterKey(asker);
  }

  function countersOf(service: ServiceName): Counters {
    const known = counters.get(service);
    if (known !== undefined) return known;
    const made: Counters = {
      byKey: new RecentMap(countersPerServiceMax * 2),
      byAsker: new WeakMap(),
    };
    counters.set(service, made);
    return made;
  }

  function counterOf({ byKey, byAsker }: Counters, who: Asker | string, owner: string): Counter {
    const isCaller = typeof who !== 'string' && who.kind === 'Token';
    const held = isCaller ? byAsker.get(who) : undefined;
    if (held !== undefined && held.age === byKey.age) return held;
    const key = keyOf(who, owner);
    let counter = byKey.get(key);
    if (counter === undefined) {
      counter = { ...noRequests, age: 0 };
      byKey.set(key, counter);
    }
    counter.age = byKey.age;
    if (isCaller) byAsker.set(who, counter);
    return counter;
  }

  return {
    check(service, who, owner = '') {
      const limits = limitsOf(switches.current.rateLimits, service);
      if (limits === null) return null;
      const counter = counterOf(countersOf(service), who, owner);
      const nowMs = clock.milliseconds();
      // Written in place: a new object for each request would have to be moved out of the nursery.
      const { burstWindow, burst, sustainWindow, sustain } = countRequest(counter, limits, nowMs);
      counter.burstWindow = burstWindow;
      counter.burst = burst;
      counter.sustainWindow = sustainWindow;
      counter.sustain = sustain;
      return throttledBy(counter, limits, nowMs);
    },
    clear: () => counters.clear(),
  };
}

type Counter = { -readonly [Name in keyof Counts]: Counts[Name] } & {
  /** Of the map when it was last taken out of it: as long as that stays, it is still in there. */
  age: number;
};

/** The counters of a service. */
type Counters = {
  readonly byKey: RecentMap<string, Counter>;
  /** The asker of a token that is known is the same object each time. */
  readonly byAsker: WeakMap<Caller, Counter>;
};

/** Tokens without a player share one counter for each title. Source: wire contract §13 [D]. */
function counterKey(asker: Caller): string {
  return `${asker.xuid ?? '-'} ${asker.titleId ?? '-'}`;
}

/**
 * What is counted as one: an IPv4 address, or the network of an IPv6 address, whose first half is
 * all that one subscriber is given.
 */
function networkOf(address: string): string {
  const [, embedded] = /^::ffff:([0-9.]+)$/i.exec(address) ?? [];
  if (embedded !== undefined || !address.includes(':')) return embedded ?? address;
  const [head = '', tail] = address.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array.from({ length: zeros }, () => '0')].slice(0, 4).join(':');
}

/** Remembers a service's windows for as long as the switches stay as they are. */
function createLimits(): (of: RateLimits, service: ServiceName) => ThrottleLimits | null {
  let current: RateLimits | null = null;
  let known = new Map<ServiceName, ThrottleLimits | null>();
  return (of, service) => {
    if (of !== current) {
      current = of;
      known = new Map();
    }
    let limits = known.get(service);
    if (limits === undefined) {
      limits = limitsFrom(of, service);
      known.set(service, limits);
    }
    return limits;
  };
}

function limitsFrom(of: RateLimits, service: ServiceName): ThrottleLimits | null {
  const limit = of.byService[service];
  if (!of.isOn || limit === undefined) return null;
  return {
    burst: { requestsMax: limit.burstMax, seconds: of.burstSeconds },
    sustain: { requestsMax: limit.sustainMax, seconds: of.sustainSeconds },
  };
}
