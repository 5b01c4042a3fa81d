import {
  type AchievementId,
  achievementOf,
  backfillReason,
  doneAlready,
  type EventRefusalCode,
  type Explanation,
  emptyRecord,
  explain,
  fulfil,
  type GameEvent,
  never,
  noEvents,
  type PlayerRecord,
  quoted,
  Refusal,
  type RefusedBefore,
  type RuleChange,
  simulateEvents,
  simulateStored,
  type Title,
  type TitleId,
  totalsAfter,
  withRefused,
  type Xuid,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { RecordKey, Store } from '../store/store.ts';
import type { RefusedEvents } from './refused-events.ts';
import { publishedTitle, type TitleLookup, type TitleOfSandbox } from './title-access.ts';
import { readTitle } from './title-document.ts';

/** One achievement, and the players whom it concerns. */
export type Affected = {
  readonly achievementId: AchievementId;
  readonly players: number;
  /** The first of them. */
  readonly sample: readonly Xuid[];
};

/** Which players are looked at: those behind one, by xuid as text. */
export type PlayersPage = { readonly after: Xuid | null; readonly limit: number };

/** What was found for the players of a page. */
export type FoundOnPage = {
  readonly players: number;
  readonly unlocks: readonly Affected[];
  readonly losses: readonly Affected[];
  /** How many events the rules after refuse, by the reason. */
  readonly refusals: ReadonlyMap<EventRefusalCode, number>;
  /** The last of the page; `null` when there are no more players. */
  readonly next: Xuid | null;
};

/** Helps those who make rules understand and change them. */
export type RuleChanges = {
  /** @throws {Refusal} as `publishedTitle`, `UnknownPlayer`, `UnknownAchievement` */
  explain(of: TitleOfSandbox & Subject): Promise<Explanation>;
  /** The title that a document makes. @throws {Refusal} `InvalidBody`, also for another title */
  read(document: unknown, titleId: TitleId): Title;
  /**
   * Looks at the stats that players have under rules that are not in force.
   *
   * @throws {Refusal} as `publishedTitle`
   */
  simulateStored(of: TitleOfSandbox, after: Title, page: PlayersPage): Promise<FoundOnPage>;
  /** Plays events to newcomers, under the rules in force and under others. */
  simulateEvents(
    of: TitleOfSandbox,
    after: Title,
    events: ReadonlyMap<Xuid, readonly GameEvent[]>,
  ): FoundOnPage;
  /**
   * Unlocks achievements for players who did them already, or says for whom it would.
   *
   * @throws {Refusal} as `publishedTitle`, `UnknownAchievement`
   */
  backfill(of: TitleOfSandbox, wish: BackfillWish, page: PlayersPage): Promise<FoundOnPage>;
};

type Subject = { readonly xuid: Xuid; readonly achievementId: AchievementId };

/** What a backfill is to do. */
export type BackfillWish = {
  readonly achievementIds: readonly AchievementId[];
  /** Otherwise it is only shown what would be done. */
  readonly isApplied: boolean;
  /** Whether players are told, as of any unlock. */
  readonly isAnnounced: boolean;
};

const sampleMax = 20;

/** Rules are changed by hand, so nothing here is fast: a page of players is read one by one. */
export function createRuleChanges({
  store: { records, players },
  titles,
  refusedEvents,
  clock,
}: {
  store: Pick<Store, 'records' | 'players'>;
  titles: TitleLookup;
  refusedEvents: Pick<RefusedEvents, 'of'>;
  clock: Clock;
}): RuleChanges {
  async function unlock(key: RecordKey, title: Title, wish: BackfillWish): Promise<RuleChange> {
    const among = new Set(wish.achievementIds);
    const source = wish.isAnnounced ? 'Event' : 'Import';
    const { facts } = await records.advance(key, (before, totals) => {
      const record = before ?? emptyRecord(never);
      const of = { among, receivedAt: clock.now(), source, reason: backfillReason } as const;
      const decision = fulfil(title, record, of);
      return { ...decision, totals: totalsAfter(title, totals, decision.facts) };
    });
    const unlocks = facts.flatMap(({ achievementId: id }) => (id === null ? [] : [id]));
    return { unlocks, losses: [], refusals: [] };
  }

  return {
    async explain({ xuid, achievementId, ...of }) {
      const title = publishedTitle(titles, of);
      if ((await players.byXuid(xuid)) === undefined) {
        throw new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(xuid)}`);
      }
      const key = { sandbox: of.sandbox, xuid, scid: title.scid };
      const stored = await records.read(key);
      const record = withRefusals(stored?.record, refusedEvents.of(key));
      return explain(title, record, { achievementId, now: clock.now() });
    },
    read: readFor,
    async simulateStored(of, after, page) {
      const { scid } = publishedTitle(titles, of);
      const xuids = await records.playersOf({ sandbox: of.sandbox, scid }, page);
      return lookAt(xuids, page, async (xuid) => {
        const stored = await records.read({ sandbox: of.sandbox, xuid, scid });
        return simulateStored(after, stored?.record ?? emptyRecord(never));
      });
    },
    simulateEvents(of, after, events) {
      const before = (of.titleId && titles.byTitleId(of.sandbox, of.titleId)) ?? null;
      const gathered = createGathering();
      for (const [xuid, own] of events) {
        const played = { events: own, now: clock.now() };
        gathered.add(xuid, simulateEvents({ before: before || null, after }, played));
      }
      return { players: events.size, next: null, ...gathered.affected() };
    },
    async backfill(of, wish, page) {
      const title = publishedTitle(titles, of);
      for (const id of wish.achievementIds) achievementOf(title, id);
      const { scid } = title;
      const among = new Set(wish.achievementIds);
      const xuids = await records.playersOf({ sandbox: of.sandbox, scid }, page);
      return lookAt(xuids, page, async (xuid) => {
        const key = { sandbox: of.sandbox, xuid, scid };
        if (wish.isApplied) return unlock(key, title, wish);
        const record = (await records.read(key))?.record ?? emptyRecord(never);
        const unlocks = doneAlready(title, record, among).map(({ id }) => id);
        return { unlocks, losses: [], refusals: [] };
      });
    },
  };
}

/** A record that knows of refused events too, in the order in which they arrived. */
function withRefusals(
  record: PlayerRecord | undefined,
  refused: readonly RefusedBefore[],
): PlayerRecord | undefined {
  if (refused.length === 0) return record;
  const { events = noEvents, ...rest } = record ?? emptyRecord(never);
  const all = [...events.refused, ...refused];
  all.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : 0));
  return { ...rest, events: withRefused(events, all) };
}

async function lookAt(
  xuids: readonly Xuid[],
  { limit }: PlayersPage,
  changeFor: (xuid: Xuid) => Promise<RuleChange>,
): Promise<FoundOnPage> {
  const gathered = createGathering();
  for (const xuid of xuids) gathered.add(xuid, await changeFor(xuid));
  const next = xuids.length < limit ? null : (xuids.at(-1) ?? null);
  return { players: xuids.length, next, ...gathered.affected() };
}

/** @throws {Refusal} `InvalidBody` */
function readFor(document: unknown, titleId: TitleId): Title {
  const { title, findings } = readTitle(document, 0);
  if (title?.titleId === titleId) return title;
  const [first] = findings ?? [];
  const problem = first ? `${first.path} ${first.message}` : `is of titleId ${title?.titleId}`;
  throw new Refusal('InvalidBody', `the document can't be tried out: ${problem.trim()}`);
}

type Counted = { players: number; readonly sample: Xuid[] };

/** Counts whom each achievement concerns. */
function createGathering() {
  const unlocks = new Map<AchievementId, Counted>();
  const losses = new Map<AchievementId, Counted>();
  const refusals = new Map<EventRefusalCode, number>();

  function count(into: Map<AchievementId, Counted>, id: AchievementId, xuid: Xuid): void {
    const counted = into.get(id) ?? { players: 0, sample: [] };
    into.set(id, counted);
    counted.players += 1;
    if (counted.sample.length < sampleMax) counted.sample.push(xuid);
  }

  return {
    add(xuid: Xuid, change: RuleChange): void {
      for (const id of change.unlocks) count(unlocks, id, xuid);
      for (const id of change.losses) count(losses, id, xuid);
      for (const code of change.refusals) refusals.set(code, (refusals.get(code) ?? 0) + 1);
    },
    affected: () => ({ unlocks: affectedIn(unlocks), losses: affectedIn(losses), refusals }),
  };
}

function affectedIn(counted: ReadonlyMap<AchievementId, Counted>): readonly Affected[] {
  return [...counted].map(([achievementId, one]) => ({ achievementId, ...one }));
}
