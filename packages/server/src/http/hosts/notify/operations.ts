import type { Notifications } from '../../../services/notifications.ts';
import type { Operation } from '../../operation.ts';
import { registerOperation } from './register.ts';
import { removeOperation } from './remove.ts';

/** Everything the notification host answers. */
export function notifyOperations(rooms: { notifications: Notifications }): readonly Operation[] {
  return [registerOperation(rooms), removeOperation(rooms)];
}
