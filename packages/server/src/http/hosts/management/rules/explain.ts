import { explainAchievement } from '@laurel/contract';
import { achievementId, xuid } from '@laurel/domain';
import type { RuleChanges } from '../../../../services/rule-changes.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentExplanation } from '../../../present/rule-change.ts';
import { titleOf } from '../players/subject.ts';

/** Says why an achievement is, or is not, unlocked for a player. */
export function explainOperation({ ruleChanges }: { ruleChanges: RuleChanges }): Operation {
  return operation(explainAchievement, async ({ params, query }) => {
    const subject = {
      xuid: xuid(params.xuid),
      achievementId: achievementId(params.achievementId),
    };
    const explained = await ruleChanges.explain({ ...titleOf(query), ...subject });
    return answer(200, presentExplanation(explained));
  });
}
