import { noEvents } from './event-memory.ts';
import type { Fact, FactSource } from './fact.ts';
import type { AchievementId } from './ids.ts';
import { type Instant, latest, never } from './instant.ts';
import { type Decision, type PlayerRecord, progressOn } from './player-record.ts';
import { advance, type Progress } from './progress.ts';
import { allHold } from './rule.ts';
import { type Achievement, isReported, type Title } from './title.ts';

/**
 * The rule-driven achievements that a player has done already, going by their stats, and does not
 * have: those that are new, or whose rules changed since.
 *
 * @param among these only; all without it
 */
export function doneAlready(
  title: Title,
  record: PlayerRecord,
  among?: ReadonlySet<AchievementId>,
): readonly Achievement[] {
  if (title.retired || title.generation === 'Xbox360') return [];
  return title.achievements.filter((achievement) => {
    const { id } = achievement;
    if (among !== undefined && !among.has(id)) return false;
    if (isReported(achievement) || achievement.archived || record.revoked.has(id)) return false;
    const progress = progressOn(record, id);
    return progress.state !== 'Achieved' && allHold(achievement, { progress, stats: record.stats });
  });
}

/**
 * Unlocks what a player has done already. It counts as earned when the last of its stats moved.
 *
 * @param source `Event` for unlocks that are news, `Import` for those that nobody is told of
 * @returns the same record when there is nothing to unlock
 */
export function fulfil(
  title: Title,
  before: PlayerRecord,
  of: {
    readonly among: ReadonlySet<AchievementId>;
    readonly receivedAt: Instant;
    readonly source: FactSource;
    readonly reason: string;
  },
): Decision {
  const { among, receivedAt, source, reason } = of;
  const progress = new Map<AchievementId, Progress>(before.progress);
  const facts = doneAlready(title, before, among).map((achievement): Fact => {
    const { id } = achievement;
    const moved = lastMovedAt(achievement, before);
    const earnedAt = moved > never && moved <= receivedAt ? moved : receivedAt;
    progress.set(id, advance(progressOn(before, id), 100, earnedAt));
    return {
      kind: 'Unlocked',
      achievementId: id,
      percent: 100,
      titleVersion: title.version,
      earnedAt,
      receivedAt,
      source,
      reason,
    };
  });
  return facts.length === 0
    ? { record: before, facts }
    : { record: { ...before, progress }, facts };
}

/** `never` where no event is known to have moved its stats. */
function lastMovedAt({ requirements }: Achievement, { events = noEvents }: PlayerRecord): Instant {
  let last = never;
  for (const { on } of requirements) {
    const moved = on === 'Percent' ? undefined : events.moved.get(on.key ?? on.stat);
    if (moved !== undefined) last = latest(last, moved.at);
  }
  return last;
}
