import { listMuted } from '@laurel/contract';
import type { Operation } from '../../operation.ts';
import { type ListRooms, userListOperation } from './user-list.ts';

/** The caller's mute list. Source: wire contract §9.2 [D]. */
export function muteOperation(rooms: ListRooms): Operation {
  return userListOperation(listMuted, { ...rooms, kind: 'Mute' });
}
