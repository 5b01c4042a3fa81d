import {
  listActivity,
  listHubActivity,
  listHubPeopleActivity,
  listPeopleActivity,
} from '@laurel/contract';
import type { ActivityFeed, FeedPage } from '../../../services/activity.ts';
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
  return operation(listActivity, (input) => feed(rooms, input, rooms.activity.of));
}

/** The same on the newer host. */
export function hubHistoryOperation(rooms: ActivityRooms): Operation {
  return operation(listHubActivity, (input) => feed(rooms, input, rooms.activity.of));
}

/** What a player's people unlocked. */
export function peopleFeedOperation(rooms: ActivityRooms): Operation {
  return operation(listPeopleActivity, (input) => feed(rooms, input, rooms.activity.ofPeople));
}

/** The same on the newer host. */
export function hubPeopleFeedOperation(rooms: ActivityRooms): Operation {
  return operation(listHubPeopleActivity, (input) => feed(rooms, input, rooms.activity.ofPeople));
}

async function feed(
  { ownerOf, assetBase }: ActivityRooms,
  input: Input<typeof listActivity>,
  read: ActivityFeed['of'],
) {
  const { params, query, languages } = input;
  const asker = requireAsker(input);
  const owner = await ownerOf(params.user, asker);
  const page = await read(asker, owner, pageOf(query));
  if (!isWanted(query)) return answer(200, emptyActivity);
  return answer(200, presentActivity(page, { sandbox: asker.sandbox, languages, assetBase }));
}

type Query = Input<typeof listActivity>['query'];

function pageOf({ contToken, numItems, activityTypes }: Query): FeedPage {
  return {
    before: contToken ?? null,
    burstsMax: Math.min(numItems || itemsDefault, itemsMax),
    isGrouped: activityTypes === undefined || activityTypes.includes('container'),
  };
}

/** Unlocks are all there is. */
function isWanted({ contentTypes, activityTypes }: Query): boolean {
  const isGame = contentTypes === undefined || contentTypes.includes('game');
  const isKnown = activityTypes?.some((type) => type === 'achievement' || type === 'container');
  return isGame && (isKnown ?? true);
}
