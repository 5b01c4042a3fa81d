import { backfillAchievements, schema } from '@laurel/contract';
import { achievementId, xuid } from '@laurel/domain';
import type { RuleChanges } from '../../../../services/rule-changes.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentFound } from '../../../present/rule-change.ts';
import { titleOf } from '../players/subject.ts';

/** Gives achievements to players who did them already. */
export function backfillOperation({ ruleChanges }: { ruleChanges: RuleChanges }): Operation {
  return operation(backfillAchievements, async ({ params, body }) => {
    const of = titleOf({ titleId: params.titleId, sandbox: body.sandbox });
    const wish = {
      achievementIds: body.achievementIds.map(achievementId),
      isApplied: body.apply,
      isAnnounced: body.announce ?? false,
    };
    const page = {
      after: body.after === undefined ? null : xuid(body.after),
      limit: body.limit ?? schema.playersPerCall.default,
    };
    const { players, unlocks, next } = presentFound(await ruleChanges.backfill(of, wish, page));
    return answer(200, { players, unlocks, next });
  });
}
