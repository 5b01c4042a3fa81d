import type { EventDraft } from './event-draft.ts';
import { type EventMemory, type MovedBy, noEvents } from './event-memory.ts';
import { type Amount, amountOf, type Folded, foldStat } from './fold-stat.ts';
import type { EventRefusal, EventRefusalCode, GameEvent } from './game-event.ts';
import type { Instant } from './instant.ts';
import { progressOn, type StatValue } from './player-record.ts';
import { quoted } from './refusal.ts';
import { carriedOver } from './rule.ts';
import { type OwnCount, type RuledStat, ruleIndexOf } from './rule-index.ts';
import { type FieldValue, instanceKey, type StatFilter } from './stat-rule.ts';
import { isOpenAt } from './title.ts';

/** A stat that is kept apart by values of fields has at most so many of them in one record. */
export const instancesPerStatMax = 200;

/** An event that is being counted. */
type Counting = {
  readonly event: GameEvent;
  readonly at: Instant;
  /** Takes what a stat refuses. */
  readonly refusals: EventRefusal[];
};

/** Moves every stat that an event changes. @returns the keys that moved, each once */
export function moveStats(draft: EventDraft, counting: Counting): readonly string[] {
  const keys: string[] = [];
  const index = ruleIndexOf(draft.title);
  for (const stat of index.statsOf.get(counting.event.name) ?? []) {
    const { fields } = counting.event;
    if (!stat.rule.where.every((filter) => passes(filter, fields[filter.field]))) continue;
    const read = readStat(stat, fields);
    if ('code' in read) {
      counting.refusals.push({ ...read, stat: stat.name });
      continue;
    }
    const moved = move(draft, counting, { stat, ...read });
    keys.push(...moved);
  }
  return keys;
}

function passes({ in: values, atLeast, atMost }: StatFilter, value: FieldValue | undefined) {
  if (value === undefined) return false;
  if (values !== undefined && !values.some((one) => String(one) === String(value))) return false;
  const number = Number(value);
  if (atLeast !== undefined && !(number >= atLeast)) return false;
  return atMost === undefined || number <= atMost;
}

type Refused = { readonly code: EventRefusalCode; readonly message: string };

function readStat(
  { name, type, rule }: RuledStat,
  fields: GameEvent['fields'],
): { readonly key: string; readonly amount: Amount } | Refused {
  const values: string[] = [];
  for (const field of rule.per) {
    const value = fields[field];
    if (value === undefined) return missing(field);
    const text = String(value);
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(text)) {
      const message = `field ${field} keeps the stat apart, so it must be 1 to 64 letters, digits, "_" or "-"; got ${quoted(text)}`;
      return { code: 'WrongType', message };
    }
    values.push(text);
  }
  const key = values.length === 0 ? name : instanceKey(name, values);
  if (rule.field === null) return { key, amount: 1 };
  const value = fields[rule.field];
  if (value === undefined) return missing(rule.field);
  const amount = amountOf(type, value);
  if (amount !== undefined) return { key, amount };
  const message = `field ${rule.field} must be of type ${type}; got ${quoted(value)}`;
  return { code: 'WrongType', message };
}

function missing(field: string): Refused {
  return { code: 'MissingField', message: `the event needs the field ${field}` };
}

function move(
  draft: EventDraft,
  counting: Counting,
  of: { readonly stat: RuledStat; readonly key: string; readonly amount: Amount },
): readonly string[] {
  const { stat, key, amount } = of;
  const before = draftValue(draft, key);
  if (before === undefined && isFull(draft, stat, key)) {
    const message = `stat ${stat.name} has ${instancesPerStatMax} values for this player, and may have no more`;
    counting.refusals.push({ code: 'TooManyValues', message, stat: stat.name });
    return [];
  }
  const folded = foldStat(stat, before, { amount, isLatest: isLatest(draft, key, counting) });
  if (folded.kind === 'Refused') {
    counting.refusals.push({ code: folded.code, message: folded.message, stat: key });
    return [];
  }
  const keys = settle(draft, counting, { key, folded });
  const own = ruleIndexOf(draft.title).ownCounts.get(key) ?? [];
  return own.length === 0
    ? keys
    : [
        ...keys,
        ...own.flatMap((count) => moveOwn(draft, counting, { count, stat, amount, before })),
      ];
}

/** An achievement's own count: only what happens in its time window counts. */
function moveOwn(
  draft: EventDraft,
  counting: Counting,
  of: { count: OwnCount; stat: RuledStat; amount: Amount; before: StatValue | undefined },
): readonly string[] {
  const { count, stat, amount } = of;
  const { key, achievement, requirement, source } = count;
  if (!isOpenAt(achievement.timeWindow, counting.at)) return [];
  const before = draftValue(draft, key) ?? (source.carries ? startOf(draft, of) : undefined);
  const folded = foldStat(stat, before, { amount, isLatest: isLatest(draft, key, counting) });
  const isSettled = folded.kind === 'Refused' || requirement.on === 'Percent';
  return isSettled ? [] : settle(draft, counting, { key, folded });
}

/** Where an own count begins that carries on: before this event. */
function startOf(
  draft: EventDraft,
  { count, before }: { count: OwnCount; before: StatValue | undefined },
): StatValue | undefined {
  const progress = progressOn(draft.record, count.achievement.id);
  const stats = new Map(before === undefined ? [] : [[count.source.stat, before]]);
  return carriedOver(count.requirement, count.source, { progress, stats }) ?? undefined;
}

function settle(
  draft: EventDraft,
  { event, at }: Counting,
  { key, folded }: { key: string; folded: Exclude<Folded, { kind: 'Refused' }> },
): readonly string[] {
  if (folded.kind === 'Same') return [];
  draft.stats.set(key, folded.value);
  draft.moved.set(key, { eventId: event.id, at });
  return [key];
}

function draftValue({ stats, record }: EventDraft, key: string): StatValue | undefined {
  return stats.get(key) ?? record.stats.get(key);
}

/** Of two that happened at the same moment, the one with the greater id counts as the later. */
function isLatest({ moved, record }: EventDraft, key: string, { event, at }: Counting): boolean {
  const memory: EventMemory = record.events ?? noEvents;
  const last: MovedBy | undefined = moved.get(key) ?? memory.moved.get(key);
  if (last === undefined || at > last.at) return true;
  return at === last.at && event.id > last.eventId;
}

function isFull({ stats, record }: EventDraft, { name, rule }: RuledStat, key: string): boolean {
  if (rule.per.length === 0 || key === name) return false;
  let count = 0;
  const isOf = (one: string) => one.startsWith(`${name}.`) && !one.includes('@');
  for (const one of record.stats.keys()) if (isOf(one)) count += 1;
  for (const one of stats.keys()) if (isOf(one) && !record.stats.has(one)) count += 1;
  return count >= instancesPerStatMax;
}
