import { updateAchievements } from '@laurel/contract';
import { achievementId, instant, quoted, Refusal, scid, titleId, type Xuid } from '@laurel/domain';
import type { ProgressService, Reported } from '../../../services/progress.ts';
import {
  answer,
  answerEmpty,
  type Input,
  type Operation,
  operation,
  requireAsker,
} from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { SwitchBoard } from '../../switches.ts';

/** A3: a report of progress. Source: wire contract §5. */
export function updateOperation({
  progress,
  ownerOf,
  switches,
}: {
  progress: ProgressService;
  ownerOf: OwnerOf;
  switches: SwitchBoard;
}): Operation {
  return operation(updateAchievements, async (input) => {
    const { params, body } = input;
    const asker = requireAsker(input);
    const owner = await ownerOf(params.user, asker);
    refuseUnlessConsistent(input, owner);
    const reported = await progress.report({
      asker,
      owner,
      scid: scid(params.scid),
      titleId: body.titleId === undefined ? null : titleId(body.titleId),
      reports: body.achievements.map(({ id, percentComplete, count, earnedAt }) => ({
        achievementId: achievementId(id),
        percent: percentComplete,
        ...(count !== undefined && { count }),
        ...(earnedAt !== undefined && { earnedAt: instant(earnedAt) }),
      })),
      requireTitleClaim: switches.current.requireTitleClaimForUpdate,
    });
    // Nothing advanced. XSAPI reads 304 as "already have it"; a body here hangs some proxies. [X]
    if (!reported.advanced && !switches.current.notModifiedAs200) return answerEmpty(304);
    return answer(200, presentReported(reported));
  });
}

/** The body repeats what the path says. Source: wire contract §5.1 [I]. */
function refuseUnlessConsistent(
  { params, body }: Input<typeof updateAchievements>,
  owner: Xuid,
): void {
  if (body.serviceConfigId !== params.scid) {
    throw new Refusal(
      'InvalidBody',
      `serviceConfigId must equal the path's ${quoted(params.scid)}; got ${quoted(body.serviceConfigId)}`,
    );
  }
  if (body.userId !== owner) {
    throw new Refusal(
      'NotYourProgress',
      `userId must equal the path's ${quoted(owner)}; got ${quoted(body.userId)}`,
    );
  }
}

function presentReported({ standings }: Reported): unknown {
  return {
    achievements: standings.map(({ achievementId: id, progress }) => ({
      id,
      percentComplete: progress.percent,
      progressState: progress.state,
    })),
  };
}
