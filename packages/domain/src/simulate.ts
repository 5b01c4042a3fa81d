import { doneAlready } from './fulfil.ts';
import type { EventRefusalCode, GameEvent } from './game-event.ts';
import type { AchievementId } from './ids.ts';
import { type Instant, never } from './instant.ts';
import { emptyRecord, type PlayerRecord } from './player-record.ts';
import { takeEvents } from './take-events.ts';
import type { Title } from './title.ts';

/** What a change of a title's rules would do to one player. */
export type RuleChange = {
  readonly unlocks: readonly AchievementId[];
  /** Unlocked by the rules before and not by those after. Nobody ever loses what they have. */
  readonly losses: readonly AchievementId[];
  /** Why events were refused by the rules after, one for each event. */
  readonly refusals: readonly EventRefusalCode[];
};

/** What rules would unlock at once for a player as they are. */
export function simulateStored(after: Title, record: PlayerRecord): RuleChange {
  return { unlocks: doneAlready(after, record).map(({ id }) => id), losses: [], refusals: [] };
}

/**
 * Plays events to a newcomer under the rules before and under those after: each once, in the order
 * in which they happened, as if it had arrived then. So events of any age can be played.
 *
 * @param before `null` where nothing is in force
 */
export function simulateEvents(
  { before, after }: { before: Title | null; after: Title },
  { events, now }: { events: readonly GameEvent[]; now: Instant },
): RuleChange {
  const inOrder = inOrderOf(events, now);
  const had = before === null ? [] : play(before, inOrder, now).unlocks;
  const { unlocks, refusals } = play(after, inOrder, now);
  return {
    unlocks: unlocks.filter((id) => !had.includes(id)),
    losses: had.filter((id) => !unlocks.includes(id)),
    refusals,
  };
}

function inOrderOf(events: readonly GameEvent[], now: Instant): readonly GameEvent[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const timed = [...byId.values()].map((event) => ({ event, at: event.at ?? now }));
  timed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return timed.map(({ event }) => event);
}

function play(title: Title, events: readonly GameEvent[], now: Instant) {
  let record = emptyRecord(never);
  const refusals: EventRefusalCode[] = [];
  for (const event of events) {
    const receivedAt = event.at === null || event.at > now ? now : event.at;
    const taken = takeEvents(title, record, { events: [event], receivedAt, source: 'Event' });
    // What is remembered is of no use here, and looking it through is most of the work.
    record = { ...taken.record, events: { seen: [], moved: movedIn(taken.record), refused: [] } };
    const [result] = taken.results;
    if (result?.outcome === 'Refused' && result.refusals[0]) refusals.push(result.refusals[0].code);
  }
  const unlocks = [...record.progress].flatMap(([id, { state }]) =>
    state === 'Achieved' ? [id] : [],
  );
  return { unlocks, refusals };
}

function movedIn({ events }: PlayerRecord) {
  return events?.moved ?? new Map();
}
