import type { Operation } from '../../operation.ts';
import {
  type ActivityRooms,
  historyOperation,
  hubHistoryOperation,
  hubPeopleFeedOperation,
  peopleFeedOperation,
} from './history.ts';

/** Everything the two hosts of feeds answer. */
export function activityOperations(rooms: ActivityRooms): readonly Operation[] {
  return [
    historyOperation(rooms),
    hubHistoryOperation(rooms),
    peopleFeedOperation(rooms),
    hubPeopleFeedOperation(rooms),
  ];
}
