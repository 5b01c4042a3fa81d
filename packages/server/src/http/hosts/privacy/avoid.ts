import { listAvoided, listNever } from '@laurel/contract';
import type { Operation } from '../../operation.ts';
import { type ListRooms, userListOperation } from './user-list.ts';

/** The caller's block list. Source: wire contract §9.2 [D]. */
export function avoidOperation(rooms: ListRooms): Operation {
  return userListOperation(listAvoided, { ...rooms, kind: 'Avoid' });
}

/** The block list under its older name. Source: wire contract §9.2 [D]. */
export function neverOperation(rooms: ListRooms): Operation {
  return userListOperation(listNever, { ...rooms, kind: 'Avoid' });
}
