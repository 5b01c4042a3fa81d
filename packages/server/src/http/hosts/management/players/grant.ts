import { grantAchievement } from '@laurel/contract';
import { achievementId } from '@laurel/domain';
import type { Support } from '../../../../services/support.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentChanged } from '../../../present/player.ts';
import { subjectOf } from './subject.ts';

/** Unlocks an achievement for a player. */
export function grantOperation({ support }: { support: Support }): Operation {
  return operation(grantAchievement, async ({ params, body }) => {
    const action = { achievementId: achievementId(body.achievementId), reason: body.reason };
    return answer(200, presentChanged(await support.grant(subjectOf(params, body), action)));
  });
}
