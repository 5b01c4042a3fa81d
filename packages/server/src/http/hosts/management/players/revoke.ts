import { revokeAchievement } from '@laurel/contract';
import { achievementId } from '@laurel/domain';
import type { Support } from '../../../../services/support.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentChanged } from '../../../present/player.ts';
import { subjectOf } from './subject.ts';

/** Takes an unlocked achievement away. */
export function revokeOperation({ support }: { support: Support }): Operation {
  return operation(revokeAchievement, async ({ params, body }) => {
    const action = { achievementId: achievementId(body.achievementId), reason: body.reason };
    return answer(200, presentChanged(await support.revoke(subjectOf(params, body), action)));
  });
}
