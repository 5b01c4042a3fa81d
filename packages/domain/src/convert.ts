import type { Fact } from './fact.ts';
import type { AchievementId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { Decision, PlayerRecord } from './player-record.ts';
import type { Progress } from './progress.ts';
import type { Change } from './publish-plan.ts';
import { standingOf } from './rule.ts';
import { findAchievement, type Title } from './title.ts';

/** What is said in the ledger of progress that was recorded before a conversion. */
export const conversionReason = 'conversion';

/** The achievements that stats move no more once a plan is carried out. */
export function leavingRules(changes: readonly Change[]): ReadonlySet<AchievementId> {
  const leaving = changes.flatMap((change) =>
    change.kind === 'Converted' && change.from === 'RuleDriven' ? [change.achievementId] : [],
  );
  return new Set(leaving);
}

/**
 * Records how far a player's stats have come on achievements that they are to move no more: where
 * no event has since they were imported, or since the achievement was added, they alone say it.
 *
 * @param title as it was before
 * @returns the same record where all of it is recorded
 */
export function recordStandings(
  title: Title,
  before: PlayerRecord,
  { among, receivedAt }: { among: ReadonlySet<AchievementId>; receivedAt: Instant },
): Decision {
  const progress = new Map<AchievementId, Progress>(before.progress);
  const facts: Fact[] = [];
  for (const achievementId of among) {
    const achievement = findAchievement(title, achievementId);
    if (achievement === undefined || before.progress.has(achievementId)) continue;
    const standing = standingOf(achievement, before);
    if (standing.state === 'NotStarted') continue;
    progress.set(achievementId, standing);
    facts.push({
      kind: 'Progressed',
      achievementId,
      percent: standing.percent,
      titleVersion: title.version,
      earnedAt: receivedAt,
      receivedAt,
      source: 'Import',
      reason: conversionReason,
    });
  }
  return facts.length === 0
    ? { record: before, facts }
    : { record: { ...before, progress }, facts };
}
