import { listActivity, listHubActivity } from '@laurel/contract';
import type { ActivityFeed } from '../../../services/activity.ts';
import { answer, type Input, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { emptyActivity, presentActivity } from '../../present/activity.ts';
import type { AssetBase } from '../../present/media.ts';

/** What the feed's hosts are made of. */
export type ActivityRooms = {
  readonly activity: ActivityFeed;
  readonly ownerOf: OwnerOf;
  readonly assetBase: AssetBase;
};

/** Source: [I]. */
const itemsDefault = 25;
const itemsMax = 100;

/** What a player unlocked, newest first. Source: wire contract §7.1 [W]. */
export function historyOperation(rooms: ActivityRooms): Operation {
  return operation(listActivity, (input) => history(rooms, input));
}

/** The same on the newer host. */
export function hubHistoryOperation(rooms: ActivityRooms): Operation {
  return operation(listHubActivity, (input) => history(rooms, input));
}

async function history(
  { activity, ownerOf, assetBase }: ActivityRooms,
  input: Input<typeof listActivity>,
) {
  const { params, query, languages } = input;
  const asker = requireAsker(input);
  const owner = await ownerOf(params.user, asker);
  const page = await activity.of(asker, owner, {
    before: query.contToken ?? null,
    maxItems: Math.min(query.numItems || itemsDefault, itemsMax),
  });
  if (!isWanted(query)) return answer(200, emptyActivity);
  return answer(200, presentActivity(page, { sandbox: asker.sandbox, languages, assetBase }));
}

/** Unlocks are all there is. */
function isWanted({ contentTypes, activityTypes }: Input<typeof listActivity>['query']): boolean {
  const isGame = contentTypes === undefined || contentTypes.includes('game');
  return isGame && (activityTypes === undefined || activityTypes.includes('achievement'));
}
