import type { Operation } from '../../operation.ts';
import { batchOperation } from './batch.ts';
import { followedOperation, type PeopleHubRooms, plainOperation } from './followed.ts';

/** Everything the people hub answers. */
export function peoplehubOperations(rooms: PeopleHubRooms): readonly Operation[] {
  return [followedOperation(rooms), plainOperation(rooms), batchOperation(rooms)];
}
