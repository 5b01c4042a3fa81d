import type { Operation } from '../../operation.ts';
import { type CollectorRooms, collectOperations } from './collect.ts';
import { sendOperation } from './send.ts';

/** Everything that takes events. */
export function eventsOperations(rooms: CollectorRooms): readonly Operation[] {
  return [sendOperation(rooms), ...collectOperations(rooms)];
}
