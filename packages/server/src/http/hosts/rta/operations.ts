import type { Operation } from '../../operation.ts';
import { connectOperation } from './connect.ts';
import { eventsOperation } from './events.ts';
import type { RtaRooms } from './live.ts';
import { nonceOperation } from './nonce.ts';

/** Everything the real-time host answers over HTTP. */
export function rtaOperations(rooms: RtaRooms): readonly Operation[] {
  return [connectOperation(rooms), nonceOperation(rooms), eventsOperation(rooms)];
}
