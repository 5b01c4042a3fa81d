import { setTimeout as sleep } from 'node:timers/promises';
import { schema } from '@laurel/contract';
import { parseXuid, quoted } from '@laurel/domain';
import { Failure } from './failure.ts';
import type { ManagementClient } from './management-client.ts';

/** An achievement and the players whom it concerns. */
export type Affected = {
  achievementId: string;
  players: number;
  sample: string[];
};

/** What was found for a page of players. */
export type FoundPage = {
  players: number;
  unlocks: readonly Affected[];
  losses?: readonly Affected[];
  /** Events that the rules refuse, by the reason. */
  refusals?: readonly { code: string; events: number }[];
  next: string | null;
};

/** What was found for all pages. */
export type FoundAll = {
  readonly players: number;
  readonly unlocks: readonly Affected[];
  readonly losses: readonly Affected[];
  readonly refusals: readonly { readonly code: string; readonly events: number }[];
  /** The last player that was looked at, where it was stopped before the end. */
  readonly stoppedAfter: string | null;
};

/** Names shown of those whom an achievement concerns. */
const sampleMax = 20;

/**
 * Goes through all players page by page.
 *
 * @param perSecond players looked at in a second at most; `null` for as fast as it goes
 * @param stop ends it after the page that is under way
 */
export async function throughPages(
  ask: (after: string | null) => Promise<FoundPage>,
  {
    after,
    perSecond,
    stop,
    tell,
    keep = async () => {},
    wait = sleepUntil,
  }: {
    after: string | null;
    perSecond: number | null;
    stop: AbortSignal;
    tell: (players: number) => void;
    /** Takes the last player of each page that is done, before the next one is begun. */
    keep?: (after: string) => Promise<void>;
    /** Waits, or until it is stopped. */
    wait?: (ms: number, stop: AbortSignal) => Promise<void>;
  },
): Promise<FoundAll> {
  const unlocks = new Map<string, Affected>();
  const losses = new Map<string, Affected>();
  const refusals = new Map<string, number>();
  const all = () => ({
    unlocks: [...unlocks.values()],
    losses: [...losses.values()],
    refusals: [...refusals].map(([code, events]) => ({ code, events })),
  });
  let [players, last] = [0, after];
  for (;;) {
    const startedAt = performance.now();
    const page = await ask(last);
    players += page.players;
    gather(unlocks, page.unlocks);
    gather(losses, page.losses ?? []);
    for (const { code, events } of page.refusals ?? []) {
      refusals.set(code, (refusals.get(code) ?? 0) + events);
    }
    tell(players);
    if (page.next === null) break;
    last = page.next;
    await keep(last);
    const dueMs = perSecond === null ? 0 : (page.players / perSecond) * 1000;
    const leftMs = dueMs - (performance.now() - startedAt);
    if (leftMs > 0) await wait(leftMs, stop);
    if (stop.aborted) return { players, ...all(), stoppedAfter: last };
  }
  return { players, ...all(), stoppedAfter: null };
}

async function sleepUntil(ms: number, stop: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stop }).catch(() => undefined);
}

function gather(into: Map<string, Affected>, found: readonly Affected[]): void {
  for (const { achievementId, players, sample } of found) {
    const known = into.get(achievementId) ?? { achievementId, players: 0, sample: [] };
    into.set(achievementId, {
      achievementId,
      players: known.players + players,
      sample: [...known.sample, ...sample].slice(0, sampleMax),
    });
  }
}

/** One line for each achievement, with some of the players. @param verb such as `would unlock` */
export function affectedLines(found: readonly Affected[], verb: string): string {
  return found
    .map(({ achievementId, players, sample }) => {
      const more = players > sample.length ? ', …' : '';
      const who = players === 1 ? 'player' : 'players';
      return `  achievement ${achievementId} ${verb} for ${players} ${who}: ${sample.join(', ')}${more}\n`;
    })
    .join('');
}

/** The player that an xuid or a gamertag names. @throws {Failure} by the result */
export async function xuidOf(client: ManagementClient, player: string): Promise<string> {
  if (parseXuid(player) !== undefined) return player;
  const path = `/players?gamertag=${encodeURIComponent(player)}`;
  const { players } = await client.call({ method: 'GET', path, answer: schema.PlayersPage });
  const [found] = players;
  if (found !== undefined) return found.xuid;
  throw new Failure('unknown-player', `there is no player ${quoted(player)}`);
}
