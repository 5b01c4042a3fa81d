import type { PlayerReset } from '../../../services/player-reset.ts';
import type { Operation } from '../../operation.ts';
import { jobOperation } from './job.ts';
import { submitOperation } from './submit.ts';

/** Everything the eraser answers. */
export function eraserOperations(rooms: { playerReset: PlayerReset }): readonly Operation[] {
  return [submitOperation(rooms), jobOperation(rooms)];
}
