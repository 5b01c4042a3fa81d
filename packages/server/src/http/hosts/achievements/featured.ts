import { listFeatured } from '@laurel/contract';
import type { AchievementsService } from '../../../services/achievements.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentAchievement } from '../../present/achievement.ts';
import type { ViewsFor } from '../../present/reader.ts';
import type { SwitchBoard } from '../../switches.ts';
import { projectionOf } from './contract-version.ts';
import { pagingOf } from './paging.ts';

/** A6: open challenges, the first to end first. Source: wire contract §2.9 [C]. */
export function featuredOperation({
  achievements,
  ownerOf,
  viewsFor,
  switches,
}: {
  achievements: AchievementsService;
  ownerOf: OwnerOf;
  viewsFor: ViewsFor;
  switches: SwitchBoard;
}): Operation {
  return operation(listFeatured, async (input) => {
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const open = await achievements.featured({ asker, owner });
    const isOwner = asker.kind === 'Token' && asker.xuid === owner;
    const viewOf = viewsFor({
      sandbox: asker.sandbox,
      languages: input.languages,
      isOwner,
      hasRarity: projectionOf(input.contractVersion).hasRarity,
    });
    const { maxItems } = pagingOf(input.query, switches.current);
    const featuredAchievements = open
      .slice(0, maxItems)
      .map(({ title, achievement, progress, record }) => ({
        Achievement: presentAchievement(viewOf(title).view, achievement, {
          progress,
          stats: record.stats,
          isRevoked: record.revoked.has(achievement.id),
        }),
      }));
    return answer(200, { featuredAchievements });
  });
}
