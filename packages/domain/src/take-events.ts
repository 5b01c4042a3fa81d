import { AmendedMap } from './amended-map.ts';
import { type EventDraft, startEvents } from './event-draft.ts';
import {
  type EventMemory,
  eventMark,
  eventsRememberedMax,
  latestOf,
  noEvents,
  type RefusedBefore,
  refusalsRememberedMax,
} from './event-memory.ts';
import type { Fact, FactSource } from './fact.ts';
import { amountOf } from './fold-stat.ts';
import {
  type EventRefusal,
  type EventRefusalCode,
  type EventResult,
  eventAgeDaysMax,
  eventAheadHoursMax,
  type GameEvent,
  refusedEvent,
} from './game-event.ts';
import type { AchievementId } from './ids.ts';
import { type Instant, instantFromMilliseconds, latest, millisecondsOf } from './instant.ts';
import { moveStats } from './move-stats.ts';
import { type Decision, type PlayerRecord, progressOn } from './player-record.ts';
import { advance } from './progress.ts';
import { quoted } from './refusal.ts';
import { reachedOf } from './rule.ts';
import { ruleIndexOf } from './rule-index.ts';
import { updateEventName } from './stat-rule.ts';
import { takeUpdate } from './take-update.ts';
import type { Achievement, Title } from './title.ts';

/** Events of one player in one title, as they came together. */
export type EventBatch = {
  readonly events: readonly GameEvent[];
  readonly receivedAt: Instant;
  readonly source: FactSource;
};

/** What a batch came to. */
export type EventsTaken = Decision & {
  /** One for each event, in their order. */
  readonly results: readonly EventResult[];
  /**
   * What was refused, the oldest first. Where something else changed, the record remembers it too:
   * what is only refused changes nothing.
   */
  readonly refused: readonly RefusedBefore[];
  /** How often the requirements of an achievement were looked at. */
  readonly evaluations: number;
};

const hourMs = 3_600_000;

/**
 * Decides what a batch of events does to a record: each event by itself, one after the other. An
 * event that is refused changes nothing and does not hold up the others; one that was counted
 * before is not counted again. Only achievements that read a stat which changed are looked at.
 *
 * Source: wire contract §10.1 [D], §10.4 [I].
 */
export function takeEvents(title: Title, before: PlayerRecord, batch: EventBatch): EventsTaken {
  const { events, receivedAt, source } = batch;
  const draft = startEvents(title, before, { receivedAt, source });
  const brought = events.map(({ id }) => eventMark(id));
  const seen = seenAmong(brought, before.events ?? noEvents);
  const marks: number[] = [];
  const results = events.map((event, index) => {
    if (event.name === updateEventName) return takeUpdate(draft, event);
    const mark = brought[index] ?? eventMark(event.id);
    if (seen.has(mark)) return resultOf(event, 'Duplicate');
    const result = takeOne(draft, event);
    if (result.outcome !== 'Counted') return result;
    seen.add(mark);
    marks.push(mark);
    return result;
  });
  const refused = refusalsIn(batch, results);
  const { evaluations } = draft;
  return { ...decided(draft, { before, marks, refused }), results, refused, evaluations };
}

/** Those of a batch that were counted before: few are brought, and many are remembered. */
function seenAmong(brought: readonly number[], { seen }: EventMemory): Set<number> {
  const wanted = new Set(brought);
  return new Set(seen.filter((mark) => wanted.has(mark)));
}

function takeOne(draft: EventDraft, event: GameEvent): EventResult {
  const { title } = draft;
  const { receivedAt } = draft.occasion;
  const refused = refusedAsWhole(title, event, receivedAt);
  if (refused !== undefined) return refused;
  const at = event.at === null || event.at > receivedAt ? receivedAt : event.at;
  const refusals: EventRefusal[] = [];
  const keys = moveStats(draft, { event, at, refusals });
  const unlocked = keys.length === 0 ? [] : evaluate(draft, { keys, at });
  if (keys.length > 0) draft.lastPlayedAt = latest(draft.lastPlayedAt, at);
  if (keys.length === 0) {
    return { ...resultOf(event, refusals.length > 0 ? 'Refused' : 'NoEffect'), refusals };
  }
  const stats = keys.map((key) => [key, draft.stats.get(key) ?? ''] as const);
  return { id: event.id, outcome: 'Counted', refusals, stats, unlocked };
}

function refusedAsWhole(
  title: Title,
  { id, name, at, fields }: GameEvent,
  receivedAt: Instant,
): EventResult | undefined {
  if (title.generation === 'Xbox360') {
    return refusedEvent(id, 'LegacyTitle', `titleId ${title.titleId} is an Xbox 360 title`);
  }
  if (title.retired) return refusedEvent(id, 'Retired', `titleId ${title.titleId} is retired`);
  const definition = ruleIndexOf(title).events.get(name);
  if (definition === undefined) {
    const message = `titleId ${title.titleId} has no event ${quoted(name)}; add it to the title's events`;
    return refusedEvent(id, 'UnknownEvent', message);
  }
  const wrong = wrongTime(at, receivedAt);
  if (wrong !== undefined) return refusedEvent(id, wrong.code, wrong.message);
  for (const field of definition.fields) {
    const value = fields[field.name];
    if (value === undefined || amountOf(field.type, value) !== undefined) continue;
    const message = `field ${field.name} must be of type ${field.type}; got ${quoted(value)}`;
    return refusedEvent(id, 'WrongType', message);
  }
  return undefined;
}

/** Bounds of the moment an event may have happened at, kept for the moment they were made for. */
let bounds: { receivedAt: Instant; first: Instant; last: Instant } | null = null;

function boundsAt(receivedAt: Instant): { first: Instant; last: Instant } {
  if (bounds?.receivedAt === receivedAt) return bounds;
  const now = millisecondsOf(receivedAt);
  const first = instantFromMilliseconds(now - eventAgeDaysMax * 24 * hourMs);
  const last = instantFromMilliseconds(now + eventAheadHoursMax * hourMs);
  bounds = { receivedAt, first, last };
  return bounds;
}

function wrongTime(
  at: Instant | null,
  receivedAt: Instant,
): { code: EventRefusalCode; message: string } | undefined {
  if (at === null) return undefined;
  const { first, last } = boundsAt(receivedAt);
  if (at < first) {
    const message = `an event may be ${eventAgeDaysMax} days old; got ${quoted(at)}`;
    return { code: 'TooOld', message };
  }
  if (at <= last) return undefined;
  const message = `an event may be dated ${eventAheadHoursMax} hours ahead at most; got ${quoted(at)}`;
  return { code: 'InFuture', message };
}

/** Looks at the achievements that read a stat which changed. @returns those it unlocked */
function evaluate(
  draft: EventDraft,
  { keys, at }: { keys: readonly string[]; at: Instant },
): readonly AchievementId[] {
  const { readers } = ruleIndexOf(draft.title);
  const unlocked: AchievementId[] = [];
  const looked = new Set<Achievement>();
  for (const key of keys) {
    for (const achievement of readers.get(key) ?? []) {
      if (looked.has(achievement)) continue;
      looked.add(achievement);
      if (raise(draft, achievement, at)) unlocked.push(achievement.id);
    }
  }
  return unlocked;
}

/** @returns whether it was unlocked */
function raise(draft: EventDraft, achievement: Achievement, at: Instant): boolean {
  const { id } = achievement;
  const was = draft.progress.get(id) ?? progressOn(draft.record, id);
  if (was.state === 'Achieved') return false;
  draft.evaluations += 1;
  const standing = { progress: progressOn(draft.record, id), stats: draft.current };
  const is = advance(was, reachedOf(achievement, standing), at);
  if (is === was) return false;
  draft.progress.set(id, is);
  draft.raisedAt.set(id, at);
  return is.state === 'Achieved';
}

function refusalsIn(
  { events, receivedAt }: EventBatch,
  results: readonly EventResult[],
): readonly RefusedBefore[] {
  return results.flatMap(({ id, refusals }, index) =>
    refusals.map(({ code, stat }) => {
      const name = (events[index]?.name ?? '').slice(0, 64);
      return { eventId: id, name, receivedAt, code, stat };
    }),
  );
}

function decided(
  draft: EventDraft,
  {
    before,
    marks,
    refused,
  }: { before: PlayerRecord; marks: readonly number[]; refused: readonly RefusedBefore[] },
): Decision {
  const facts = [...draft.facts, ...factsOf(draft)];
  if (draft.record === before && marks.length === 0) return { record: before, facts };
  const { record, stats, progress, moved } = draft;
  const memory = before.events ?? noEvents;
  return {
    record: {
      ...record,
      ...(progress.size > 0 && { progress: new AmendedMap(record.progress, progress) }),
      ...(stats.size > 0 && { stats: new Map([...record.stats, ...stats]) }),
      ...((marks.length > 0 || refused.length > 0) && {
        events: {
          seen: latestOf([...memory.seen, ...marks], eventsRememberedMax),
          moved: moved.size === 0 ? memory.moved : new Map([...memory.moved, ...moved]),
          refused: latestOf([...memory.refused, ...refused], refusalsRememberedMax),
        },
      }),
      lastPlayedAt: latest(draft.lastPlayedAt, record.lastPlayedAt),
    },
    facts,
  };
}

/** One for each achievement that is further than before, with where it is now. */
function factsOf({ title, progress, raisedAt, occasion }: EventDraft): readonly Fact[] {
  return [...progress].map(([achievementId, is]): Fact => {
    return {
      kind: is.state === 'Achieved' ? 'Unlocked' : 'Progressed',
      achievementId,
      percent: is.percent,
      titleVersion: title.version,
      earnedAt: raisedAt.get(achievementId) ?? occasion.receivedAt,
      ...occasion,
    };
  });
}

function resultOf({ id }: GameEvent, outcome: EventResult['outcome']): EventResult {
  return { id, outcome, refusals: [], stats: [], unlocked: [] };
}
