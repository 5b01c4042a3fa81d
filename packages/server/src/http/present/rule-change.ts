import type { schema } from '@laurel/contract';
import type { Explanation } from '@laurel/domain';
import type { z } from 'zod';
import type { Affected, FoundOnPage } from '../../services/rule-changes.ts';

/** Shows why an achievement is, or is not, unlocked. */
export function presentExplanation(explanation: Explanation): z.output<typeof schema.Explanation> {
  const { achievementId, kind, progress, isRevoked, reasons } = explanation;
  return {
    achievementId,
    kind,
    state: progress.state,
    percent: progress.percent,
    unlockedAt: progress.state === 'Achieved' ? progress.unlockedAt : null,
    isRevoked,
    reasons: reasons.map((reason) => ({ ...reason })),
    requirements: explanation.requirements.map(({ rule, movedBy, ...requirement }) => ({
      ...requirement,
      movedBy: movedBy && { ...movedBy },
      event: rule?.event ?? null,
    })),
    refused: explanation.refused.map((one) => ({ ...one })),
  };
}

/** Shows what was found for a page of players. */
export function presentFound({
  players,
  unlocks,
  losses,
  next,
}: FoundOnPage): Pick<
  z.output<typeof schema.Simulation>,
  'players' | 'unlocks' | 'losses' | 'next'
> {
  return {
    players,
    unlocks: unlocks.map(presentAffected),
    losses: losses.map(presentAffected),
    next,
  };
}

/** Shows why events were refused, the most frequent reason first. */
export function presentRefusals(
  refusals: ReadonlyMap<string, number>,
): Pick<z.output<typeof schema.Simulation>, 'refusals' | 'refusedEvents'> {
  const shown = [...refusals].map(([code, events]) => ({ code, events }));
  return {
    refusals: shown.sort((a, b) => b.events - a.events),
    refusedEvents: shown.reduce((sum, { events }) => sum + events, 0),
  };
}

function presentAffected({ achievementId, players, sample }: Affected) {
  return { achievementId, players, sample: [...sample] };
}
