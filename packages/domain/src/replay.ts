import { AmendedMap } from './amended-map.ts';
import type { Fact } from './fact.ts';
import type { AchievementId } from './ids.ts';
import { latest } from './instant.ts';
import type { Decision, PlayerRecord } from './player-record.ts';
import type { Progress } from './progress.ts';

/**
 * Whether the facts of a decision say all that it changed: titles' reports of progress that unlock
 * nothing. Then `replay` makes the same record from them.
 */
export function isReplayable(before: PlayerRecord, { record, facts }: Decision): boolean {
  return (
    record.stats === before.stats &&
    record.revoked === before.revoked &&
    record.events === before.events &&
    areReports(facts)
  );
}

/** Whether these facts may be all that a replayable decision gave. */
export function areReports(facts: readonly Fact[]): boolean {
  return facts.length > 0 && facts.every(isReportedProgress);
}

function isReportedProgress({ kind, source }: Fact): boolean {
  return kind === 'Progressed' && (source === 'Title' || source === 'TitleServer');
}

/** Does again what the facts of a replayable decision tell. */
export function replay(before: PlayerRecord, facts: readonly Fact[]): PlayerRecord {
  const changes = new Map<AchievementId, Progress>();
  let { lastPlayedAt } = before;
  for (const { achievementId, percent, earnedAt } of facts) {
    if (achievementId === null) continue;
    changes.set(achievementId, { state: 'InProgress', percent });
    lastPlayedAt = latest(lastPlayedAt, earnedAt);
  }
  return { ...before, progress: new AmendedMap(before.progress, changes), lastPlayedAt };
}
