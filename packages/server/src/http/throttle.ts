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
import { HeadMemo } from '../head-memo.ts';
import { RecentMap } from '../recent-map.ts';
import type { RateLimits, SwitchBoard } from './switches.ts';

/** What is counted of a request, besides who asks. */
export type Counted = {
  readonly owner?: string | undefined;
  readonly kept?: unknown[] | undefined;
};

/** Counts requests and says which are too many. */
export type Throttle = {
  /**
   * Counts a request to one service: of a player with a title; of a title server's key for a
   * player; or, where nobody is named, of an address.
   *
   * @param who asks; the peer's address where a request names nobody
   * @param request names its owner as it does, and may have a head that is remembered: then the
   *   counter of a player is found by that
   * @returns `null` when it is served
   */
  check(service: ServiceName, who: Asker | string, request?: Counted): Throttled | null;
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
  const counters = new Map<ServiceName, RecentMap<string, Counter>>();
  const memo = new HeadMemo<Counter>();
  const limitsOf = createLimits();

  function keyOf(asker: Asker | string, owner: string): string {
    if (typeof asker === 'string') return `address ${networkOf(asker)}`;
    if (asker.kind === 'TitleServer') return `key ${asker.keyId} ${owner}`;
    return counterKey(asker);
  }

  function countersOf(service: ServiceName): RecentMap<string, Counter> {
    const known = counters.get(service);
    if (known !== undefined) return known;
    const made = new RecentMap<string, Counter>(countersPerServiceMax * 2);
    counters.set(service, made);
    return made;
  }

  /** A head names one service, and its token one player. */
  function counterOf(service: ServiceName, who: Asker | string, request: Counted): Counter {
    const held = memo.of(request);
    if (held !== undefined && held.age === held.among.age) return held;
    const among = countersOf(service);
    const key = keyOf(who, request.owner ?? '');
    let counter = among.get(key);
    if (counter === undefined) {
      counter = { ...noRequests, among, age: 0 };
      among.set(key, counter);
    }
    counter.age = among.age;
    if (typeof who !== 'string' && who.kind === 'Token') memo.keep(request, counter);
    return counter;
  }

  return {
    check(service, who, request = {}) {
      const limits = limitsOf(switches.current.rateLimits, service);
      if (limits === null) return null;
      const counter = counterOf(service, who, request);
      const nowMs = clock.milliseconds();
      // Written in place: a new object for each request would have to be moved out of the nursery.
      const { burstWindow, burst, sustainWindow, sustain } = countRequest(counter, limits, nowMs);
      counter.burstWindow = burstWindow;
      counter.burst = burst;
      counter.sustainWindow = sustainWindow;
      counter.sustain = sustain;
      return throttledBy(counter, limits, nowMs);
    },
    clear() {
      for (const ofService of counters.values()) ofService.clear();
    },
  };
}

type Counter = { -readonly [Name in keyof Counts]: Counts[Name] } & {
  readonly among: RecentMap<string, Counter>;
  /** Of those when it was last taken out: as long as that stays, it is still among them. */
  age: number;
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
