import { getPeopleSummary } from '@laurel/contract';
import { type People, peopleMax } from '../../../services/people.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';

/** How many people a player follows and is followed by. Source: wire contract §9.3 [C]. */
export function summaryOperation({
  people,
  ownerOf,
}: {
  people: People;
  ownerOf: OwnerOf;
}): Operation {
  return operation(getPeopleSummary, async (input) => {
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const summary = await people.summary(asker, owner);
    return answer(200, {
      targetFollowingCount: summary.following,
      targetFollowerCount: summary.followers,
      isCallerFollowingTarget: summary.isFollowedByCaller,
      isTargetFollowingCaller: summary.isFollowingCaller,
      hasCallerMarkedTargetAsFavorite: summary.isFavorite,
      hasCallerMarkedTargetAsIdentityShared: false,
      legacyFriendStatus: 'None',
      availablePeopleSlots: Math.max(0, peopleMax - summary.following),
      recentChangeCount: 0,
      watermark: '0',
    });
  });
}
