import { AmendedMap } from './amended-map.ts';
import { earnedAtOf } from './earned-at.ts';
import type { EventMemory } from './event-memory.ts';
import type { Fact, FactSource } from './fact.ts';
import type { AchievementId } from './ids.ts';
import { type Instant, latest } from './instant.ts';
import { advance, notStarted, type Progress } from './progress.ts';
import { quoted, Refusal } from './refusal.ts';
import { ruleIndexOf } from './rule-index.ts';
import { counterKey } from './stat-rule.ts';
import { achievementOf, findAchievement, isOpenAt, isReported, type Title } from './title.ts';

/** A stat's value for one player, as text of the stat's type. */
export type StatValue = string;

/** Everything one player has in one title: what is read, decided on and written as one. */
export type PlayerRecord = {
  /** Only achievements the player has started. */
  readonly progress: ReadonlyMap<AchievementId, Progress>;
  /** Only stats that have a value. */
  readonly stats: ReadonlyMap<string, StatValue>;
  /** Unlocked achievements that enforcement took away; they stay in `progress`. */
  readonly revoked: ReadonlySet<AchievementId>;
  readonly lastPlayedAt: Instant;
  /** Only of a player whose events were counted or refused. */
  readonly events?: EventMemory;
};

/** One line of what the title sent: how far the player is toward one achievement. */
export type Report = {
  readonly achievementId: AchievementId;
  readonly percent: number;
  /** How far the title has counted: for an achievement with a counter, besides the percent. */
  readonly count?: number;
  /** When the player did it, as the title says; without it, when the report takes effect. */
  readonly earnedAt?: Instant;
};

/** When and by whom something was done. */
export type Occasion = {
  readonly earnedAt: Instant;
  readonly receivedAt: Instant;
  readonly source: FactSource;
  readonly reason?: string;
};

/**
 * What a rule decided about a record. `record` is the very object that was given when nothing
 * changed, and then `facts` is empty.
 */
export type Decision = { readonly record: PlayerRecord; readonly facts: readonly Fact[] };

/** The record of a player who has not played. */
export function emptyRecord(at: Instant): PlayerRecord {
  return { progress: new Map(), stats: new Map(), revoked: new Set(), lastPlayedAt: at };
}

/** @returns how far the player is toward one achievement, `notStarted` where nothing is recorded */
export function progressOn(record: PlayerRecord, id: AchievementId): Progress {
  return record.progress.get(id) ?? notStarted;
}

/**
 * Decides what a batch of reports does: all of it, or nothing when any line is refused. Lines for
 * the same achievement count once, with the highest percent. A line that brings its own time takes
 * effect at that time, clamped by `earnedAtOf`.
 *
 * @throws {Refusal} `EventBasedTitle`, `LegacyTitle`, `Retired`, `UnknownAchievement` (naming every
 *   unknown id), `WindowClosed`
 *
 * Source: wire contract §5.2 and §5.4 [D][I].
 */
export function reportProgress(
  title: Title,
  before: PlayerRecord,
  { reports, occasion }: { reports: readonly Report[]; occasion: Occasion },
): Decision {
  const earnedAtOfReport = ({ earnedAt }: Report) =>
    earnedAt === undefined
      ? occasion.earnedAt
      : earnedAtOf(earnedAt, { ...occasion, lastKnownAt: before.lastPlayedAt });
  refuseUnlessReportable(title, reports, earnedAtOfReport);
  const changes = new Map<AchievementId, Progress>();
  const facts: Fact[] = [];
  let lastPlayedAt = before.lastPlayedAt;
  const isCounting = reports.some(({ count }) => count !== undefined);
  const counted = isCounting ? reports.map((report) => withCount(title, report)) : reports;
  for (const report of highestOfEach(counted)) {
    const { achievementId } = report;
    const was = progressOn(before, achievementId);
    const earnedAt = earnedAtOfReport(report);
    const is = advance(was, report.percent, earnedAt);
    if (is === was) continue;
    changes.set(achievementId, is);
    lastPlayedAt = latest(lastPlayedAt, earnedAt);
    const kind = is.state === 'Achieved' ? 'Unlocked' : 'Progressed';
    const dated = earnedAt === occasion.earnedAt ? occasion : { ...occasion, earnedAt };
    facts.push(factOf(title, kind, { achievementId, percent: is.percent, occasion: dated }));
  }
  const counts = isCounting ? countsIn(before, counted) : null;
  if (facts.length === 0 && counts === null) return { record: before, facts };
  const progress = new AmendedMap(before.progress, changes);
  return { record: { ...before, ...(counts && { stats: counts }), progress, lastPlayedAt }, facts };
}

/** A count toward an achievement's own target as a percent: below 100 until it is reached. */
function withCount(title: Title, report: Report): Report {
  const target = findAchievement(title, report.achievementId)?.counter?.target;
  if (report.count === undefined || target === undefined) return report;
  const share = Math.floor((Math.min(report.count, target) / target) * 100);
  const percent = report.count > 0 ? Math.max(1, share, report.percent) : report.percent;
  return { ...report, percent };
}

/** The stats with the counts that rose; `null` when none did. Counts only rise, as percents do. */
function countsIn(
  { stats }: PlayerRecord,
  reports: readonly Report[],
): PlayerRecord['stats'] | null {
  const risen = new Map<string, StatValue>();
  for (const { achievementId, count = 0 } of reports) {
    const key = counterKey(achievementId);
    const known = Number(risen.get(key) ?? stats.get(key) ?? 0);
    if (count > known) risen.set(key, String(count));
  }
  return risen.size === 0 ? null : new Map([...stats, ...risen]);
}

function refuseUnlessReportable(
  title: Title,
  reports: readonly Report[],
  earnedAtOfReport: (report: Report) => Instant,
): void {
  if (title.generation === 'Xbox360') {
    throw new Refusal(
      'LegacyTitle',
      `titleId ${title.titleId} is an Xbox 360 title, whose achievements are read-only here`,
    );
  }
  if (title.system === 'EventBased') {
    throw new Refusal(
      'EventBasedTitle',
      `titleId ${title.titleId} is event-based, so its achievements cannot be reported directly; send game events instead`,
    );
  }
  if (title.retired) throw new Refusal('Retired', `titleId ${title.titleId} is retired`);
  refuseUnknown(title, reports);
  for (const report of reports) {
    const { achievementId } = report;
    const achievement = findAchievement(title, achievementId);
    if (achievement?.archived) {
      throw new Refusal('Retired', `achievement ${quoted(achievementId)} is archived`);
    }
    if (title.system === 'Mixed' && achievement && !isReported(achievement)) {
      throw new Refusal(
        'EventBasedTitle',
        `achievement ${quoted(achievementId)} is unlocked by events, so it cannot be reported directly; send game events instead`,
      );
    }
    if (achievement?.timeWindow && !isOpenAt(achievement.timeWindow, earnedAtOfReport(report))) {
      throw new Refusal(
        'WindowClosed',
        `achievement ${quoted(achievementId)} can be unlocked from ${achievement.timeWindow?.start} to ${achievement.timeWindow?.end} only`,
      );
    }
  }
}

function refuseUnknown(title: Title, reports: readonly Report[]): void {
  const isUnknown = ({ achievementId }: Report) => !findAchievement(title, achievementId);
  if (!reports.some(isUnknown)) return;
  const unknown = reports.filter(isUnknown);
  const ids = [...new Set(unknown.map(({ achievementId }) => achievementId))].join(', ');
  throw new Refusal(
    'UnknownAchievement',
    `achievement ids ${quoted(ids)} are not in service configuration ${title.scid}`,
  );
}

function highestOfEach(reports: readonly Report[]): readonly Report[] {
  if (reports.length === 1) return reports;
  const highest = new Map<AchievementId, Report>();
  for (const report of reports) {
    const known = highest.get(report.achievementId);
    if (known === undefined || report.percent > known.percent) {
      highest.set(report.achievementId, report);
    }
  }
  return [...highest.values()];
}

/**
 * Support unlocks an achievement for a player.
 *
 * @returns the same record when it is unlocked already and not revoked
 * @throws {Refusal} `UnknownAchievement`
 */
export function grant(
  title: Title,
  before: PlayerRecord,
  { achievementId, occasion }: { achievementId: AchievementId; occasion: Occasion },
): Decision {
  achievementOf(title, achievementId);
  const was = progressOn(before, achievementId);
  if (was.state === 'Achieved') return restore(title, before, { achievementId, occasion });
  const progress = new Map(before.progress);
  progress.set(achievementId, advance(was, 100, occasion.earnedAt));
  const fact = factOf(title, 'Granted', { achievementId, percent: 100, occasion });
  return { record: { ...before, progress }, facts: [fact] };
}

/** Gives a revoked achievement back, with the unlock time it had. */
function restore(
  title: Title,
  before: PlayerRecord,
  { achievementId, occasion }: { achievementId: AchievementId; occasion: Occasion },
): Decision {
  if (!before.revoked.has(achievementId)) return { record: before, facts: [] };
  const revoked = new Set(before.revoked);
  revoked.delete(achievementId);
  const fact = factOf(title, 'Restored', { achievementId, percent: 100, occasion });
  return { record: { ...before, revoked }, facts: [fact] };
}

/**
 * Enforcement takes an unlocked achievement away. The list still shows it, marked `isRevoked`; it
 * counts for nothing, and the title can't unlock it again.
 *
 * @returns the same record when it is revoked already
 * @throws {Refusal} `UnknownAchievement`; `Conflict` when the player has not unlocked it
 */
export function revoke(
  title: Title,
  before: PlayerRecord,
  { achievementId, occasion }: { achievementId: AchievementId; occasion: Occasion },
): Decision {
  achievementOf(title, achievementId);
  if (before.revoked.has(achievementId)) return { record: before, facts: [] };
  if (progressOn(before, achievementId).state !== 'Achieved') {
    throw new Refusal(
      'Conflict',
      `achievement ${quoted(achievementId)} is not unlocked, so it cannot be revoked`,
    );
  }
  const fact = factOf(title, 'Revoked', { achievementId, percent: 100, occasion });
  const revoked = new Set(before.revoked).add(achievementId);
  return { record: { ...before, revoked }, facts: [fact] };
}

/** Forgets everything the player has in the title; the facts before it stay in the ledger. */
export function reset(title: Title, before: PlayerRecord, occasion: Occasion): Decision {
  const isEmpty = before.progress.size === 0 && before.stats.size === 0 && !before.events;
  if (isEmpty) return { record: before, facts: [] };
  const fact = factOf(title, 'Reset', { achievementId: null, percent: 0, occasion });
  return { record: emptyRecord(occasion.receivedAt), facts: [fact] };
}

/** A player's state as another system recorded it, to be taken over as it stands. */
export type RecordedState = {
  readonly progress: ReadonlyMap<AchievementId, Progress>;
  readonly stats: ReadonlyMap<string, StatValue>;
  readonly revoked: ReadonlySet<AchievementId>;
  readonly lastPlayedAt: Instant;
};

/**
 * Takes over what another system recorded, achievement by achievement, where it is further than
 * what is here; unlock times of the past stay as they were.
 *
 * @throws {Refusal} `UnknownAchievement`
 */
export function importState(
  title: Title,
  before: PlayerRecord,
  { state, receivedAt }: { state: RecordedState; receivedAt: Instant },
): Decision {
  const progress = new Map(before.progress);
  const facts: Fact[] = [];
  for (const [achievementId, is] of state.progress) {
    achievementOf(title, achievementId);
    if (is.percent <= progressOn(before, achievementId).percent) continue;
    progress.set(achievementId, is);
    const earnedAt = is.state === 'Achieved' ? is.unlockedAt : receivedAt;
    const occasion: Occasion = { earnedAt, receivedAt, source: 'Import' };
    const kind = is.state === 'Achieved' ? 'Unlocked' : 'Progressed';
    facts.push(factOf(title, kind, { achievementId, percent: is.percent, occasion }));
  }
  const stats = new Map([...before.stats, ...state.stats, ...ownCountsOf(title, before, state)]);
  const revoked = new Set([...before.revoked, ...state.revoked]);
  const { lastPlayedAt } = state;
  const isSame = facts.length === 0 && state.stats.size === 0 && state.revoked.size === 0;
  return { record: isSame ? before : { ...before, progress, stats, revoked, lastPlayedAt }, facts };
}

/** What another system counted is taken for what achievements count on their own. */
function ownCountsOf(
  title: Title,
  before: PlayerRecord,
  { stats }: RecordedState,
): ReadonlyMap<string, StatValue> {
  const { ownCounts } = ruleIndexOf(title);
  const own = new Map<string, StatValue>();
  for (const [stat, value] of stats) {
    for (const { key } of ownCounts.get(stat) ?? []) {
      if (!before.stats.has(key)) own.set(key, value);
    }
  }
  return own;
}

function factOf(
  title: Title,
  kind: Fact['kind'],
  about: { achievementId: AchievementId | null; percent: number; occasion: Occasion },
): Fact {
  const { achievementId, percent, occasion } = about;
  return { ...occasion, kind, achievementId, percent, titleVersion: title.version };
}
