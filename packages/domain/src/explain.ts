import { type MovedBy, noEvents, type RefusedBefore } from './event-memory.ts';
import type { AchievementId } from './ids.ts';
import type { Instant } from './instant.ts';
import { type PlayerRecord, progressOn } from './player-record.ts';
import type { Progress } from './progress.ts';
import { type AchievementKind, kindOf } from './publish-plan.ts';
import { allHold, currentOf, holds, standingOf } from './rule.ts';
import { type RuledStat, ruleIndexOf } from './rule-index.ts';
import { counterKey, type StatRule, statNameIn } from './stat-rule.ts';
import { type Achievement, achievementOf, type Operation, type Title } from './title.ts';

/** Why an achievement is or is not unlocked: a closed set, the most telling first. */
export type ReasonCode =
  | 'Revoked'
  | 'Unlocked'
  | 'TitleRetired'
  | 'Archived'
  | 'LegacyTitle'
  | 'NotYetOpen'
  | 'Closed'
  | 'NeverPlayed'
  | 'NothingReported'
  | 'NotYetReported'
  | 'NotYetCounted'
  | 'HoldsButNotUnlocked'
  | 'StatNotDefined'
  | 'StatWithoutRule'
  | 'EventsRefused'
  | 'NoEventCounted'
  | 'NotInWindow'
  | 'OtherValue'
  | 'BelowTarget'
  | 'AboveTarget';

/** One reason, told so that whoever configures the title can act on it. */
export type Reason = { readonly code: ReasonCode; readonly message: string };

/** A requirement, and what it read. */
export type ExplainedRequirement = {
  readonly id: string;
  /** `null` for a percent. */
  readonly stat: string | null;
  /** `null` where the stat has no value yet. */
  readonly current: string | null;
  readonly target: string;
  readonly operation: Operation;
  readonly holds: boolean;
  /** How much is missing; `null` where nothing is, or nothing can be said. */
  readonly missing: string | null;
  /** The event that last moved the stat. */
  readonly movedBy: MovedBy | null;
  readonly rule: StatRule | null;
};

/** Why an achievement is, or is not, unlocked for a player. */
export type Explanation = {
  readonly achievementId: AchievementId;
  readonly kind: AchievementKind;
  readonly progress: Progress;
  readonly isRevoked: boolean;
  /** At least one. */
  readonly reasons: readonly Reason[];
  readonly requirements: readonly ExplainedRequirement[];
  /** Events lately refused that could have moved it, the latest first. */
  readonly refused: readonly RefusedBefore[];
};

/** What is explained, and when it is asked. */
type Question = {
  readonly title: Title;
  readonly achievement: Achievement;
  /** `undefined` for a player who has not played. */
  readonly record: PlayerRecord | undefined;
  readonly progress: Progress;
  readonly now: Instant;
};

/**
 * Says why an achievement is or is not unlocked.
 *
 * @param record `undefined` for a player who has not played the title
 * @throws {Refusal} `UnknownAchievement`
 */
export function explain(
  title: Title,
  record: PlayerRecord | undefined,
  { achievementId, now }: { achievementId: AchievementId; now: Instant },
): Explanation {
  const achievement = achievementOf(title, achievementId);
  const progress: Progress = record
    ? standingOf(achievement, record)
    : { state: 'NotStarted', percent: 0 };
  const question: Question = { title, achievement, record, progress, now };
  const requirements = achievement.requirements.map((_, index) => explained(question, index));
  const refused = refusedAbout(question);
  return {
    achievementId,
    kind: kindOf(achievement),
    progress,
    isRevoked: record?.revoked.has(achievementId) ?? false,
    reasons: reasonsOf(question, { requirements, refused }),
    requirements,
    refused,
  };
}

function explained({ title, achievement, record }: Question, index: number): ExplainedRequirement {
  const requirement = achievement.requirements[index];
  if (requirement === undefined) throw new RangeError(`no requirement ${index}`);
  const { id, on, target, operation } = requirement;
  const key = on === 'Percent' ? null : (on.key ?? on.stat);
  const current = record
    ? currentOf(requirement, { progress: progressOn(record, achievement.id), stats: record.stats })
    : null;
  const isHeld = holds(requirement, current);
  const memory = record?.events ?? noEvents;
  return {
    id,
    stat: on === 'Percent' ? null : on.stat,
    current,
    target,
    operation,
    holds: isHeld,
    missing: isHeld || operation === 'Minimum' ? null : missingOf(current, target),
    movedBy: (key === null ? undefined : memory.moved.get(key)) ?? null,
    rule: on === 'Percent' ? null : (ruleOf(title, on.stat)?.rule ?? null),
  };
}

function missingOf(current: string | null, target: string): string {
  return String(Math.round((Number(target) - Number(current ?? 0)) * 1e6) / 1e6);
}

function ruleOf({ stats }: Title, key: string): RuledStat | undefined {
  const found = stats.find(({ name }) => name === statNameIn(key));
  return found?.rule && { name: found.name, type: found.type, rule: found.rule };
}

/** Refusals of events that the rules of the achievement's stats listen to, and of unknown ones. */
function refusedAbout({ title, achievement, record }: Question): readonly RefusedBefore[] {
  const { events } = ruleIndexOf(title);
  const heard = new Set<string>();
  const stats = new Set<string>();
  for (const { on } of achievement.requirements) {
    if (on === 'Percent') continue;
    const rule = ruleOf(title, on.stat)?.rule;
    if (rule !== undefined) heard.add(rule.event);
    stats.add(statNameIn(on.stat));
  }
  const isAbout = ({ name, stat }: RefusedBefore) =>
    stat === null
      ? heard.has(name) || !events.has(name)
      : stats.has(statNameIn(stat)) && heard.has(name);
  return [...(record?.events?.refused ?? [])].filter(isAbout).reverse();
}

type Found = Pick<Explanation, 'requirements' | 'refused'>;

function reasonsOf(question: Question, found: Found): readonly Reason[] {
  const standing = standingReasons(question);
  if (standing.length > 0) return standing;
  if (kindOf(question.achievement) !== 'RuleDriven')
    return [...windowReasons(question), reported(question)];
  return [...windowReasons(question), ...ruleReasons(question, found)];
}

/** What settles the matter whatever the player does. */
function standingReasons({ title, achievement, record, progress }: Question): readonly Reason[] {
  const { id } = achievement;
  if (record?.revoked.has(id)) {
    return [
      reason(
        'Revoked',
        'it was unlocked, and taken away by enforcement; only support gives it back',
      ),
    ];
  }
  if (progress.state === 'Achieved')
    return [reason('Unlocked', `it was unlocked at ${progress.unlockedAt}`)];
  if (title.generation === 'Xbox360') {
    return [reason('LegacyTitle', 'it is of an Xbox 360 title, which is read-only here')];
  }
  if (title.retired)
    return [reason('TitleRetired', 'the title is retired, so nothing of it unlocks')];
  if (achievement.archived) return [reason('Archived', 'it is archived, so it unlocks for nobody')];
  return [];
}

function windowReasons({ achievement: { timeWindow }, now }: Question): readonly Reason[] {
  if (timeWindow === null) return [];
  if (now < timeWindow.start) return [reason('NotYetOpen', `it opens at ${timeWindow.start}`)];
  if (now <= timeWindow.end) return [];
  return [
    reason(
      'Closed',
      `it closed at ${timeWindow.end}; only events that happened before still count`,
    ),
  ];
}

function reported({ achievement, record, progress }: Question): Reason {
  if (record === undefined) return neverPlayed;
  const { counter, id } = achievement;
  if (counter !== undefined) {
    const count = record.stats.get(counterKey(id)) ?? `${progress.percent} %`;
    return reason('NotYetCounted', `the title counts it, to ${counter.target}; so far ${count}`);
  }
  if (progress.state === 'NotStarted') {
    return reason('NothingReported', 'the title has reported no progress on it');
  }
  return reason('NotYetReported', `the title has reported ${progress.percent} %, and not 100 %`);
}

const neverPlayed = reason('NeverPlayed', 'the player has no record of the title: nothing arrived');

function ruleReasons(question: Question, { requirements, refused }: Found): readonly Reason[] {
  const { record, achievement } = question;
  if (record === undefined) return [neverPlayed];
  const measured = { progress: progressOn(record, achievement.id), stats: record.stats };
  if (allHold(achievement, measured)) {
    return [
      reason(
        'HoldsButNotUnlocked',
        'every requirement holds, but nothing has moved since it was set; the next event unlocks it, or a backfill',
      ),
    ];
  }
  const unmet = requirements.filter((one) => !one.holds);
  const reasons = unmet.flatMap((one) => unmetReasons(question, one));
  if (refused.length === 0) return reasons;
  const [last] = refused;
  const message = `${refused.length} of the latest events that could have moved it were refused, the last ("${last?.name}") with ${last?.code}`;
  return [...reasons, reason('EventsRefused', message)];
}

function unmetReasons(question: Question, one: ExplainedRequirement): readonly Reason[] {
  const { title, record, achievement } = question;
  const { stat, current, target, operation } = one;
  if (stat === null) return [];
  const defined = title.stats.find(({ name }) => name === statNameIn(stat));
  if (defined === undefined) {
    return [
      reason('StatNotDefined', `the title has no stat ${statNameIn(stat)}, so it never moves`),
    ];
  }
  if (current !== null) {
    if (operation === 'Minimum') {
      return [reason('AboveTarget', `${stat} is ${current}, and must be ${target} or less`)];
    }
    const message = `${stat} is ${current} of ${target}: ${one.missing} are missing`;
    return [reason('BelowTarget', message), ...windowHint(question, one)];
  }
  if (defined.rule === undefined) {
    return [reason('StatWithoutRule', `no event changes ${stat}: give it a rule`)];
  }
  const others = [...(record?.stats.keys() ?? [])].filter(
    (key) => statNameIn(key) === statNameIn(stat) && key !== stat && !key.includes('@'),
  );
  if (defined.rule.per.length > 0 && others.length > 0) {
    const known = others.slice(0, 5).join(', ');
    return [reason('OtherValue', `${stat} has no value; events so far moved ${known}`)];
  }
  const inWindow = windowHint(question, one);
  if (inWindow.length > 0) return inWindow;
  const { event, where } = defined.rule;
  const filtered = where.length > 0 ? ' that its filters let through' : '';
  const times = achievement.timeWindow === null ? '' : ' inside the time window';
  const message = `no event "${event}"${filtered}${times} was counted, so ${stat} has no value`;
  return [reason('NoEventCounted', message)];
}

/** The stat itself has more than counted inside the time window. */
function windowHint(
  { achievement, record }: Question,
  { stat, current }: ExplainedRequirement,
): readonly Reason[] {
  const plain = stat === null ? undefined : record?.stats.get(stat);
  const { timeWindow } = achievement;
  if (timeWindow === null || plain === undefined || Number(plain) <= Number(current ?? 0))
    return [];
  const message = `${stat} is ${plain} in all, but only ${current ?? 'nothing'} of it happened from ${timeWindow.start} to ${timeWindow.end}`;
  return [reason('NotInWindow', message)];
}

function reason(code: ReasonCode, message: string): Reason {
  return { code, message };
}
