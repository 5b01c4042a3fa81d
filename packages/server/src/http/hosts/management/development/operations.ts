import type { TestClock } from '../../../../clock.ts';
import type { Development } from '../../../../services/development.ts';
import type { FaultBoard } from '../../../faults.ts';
import type { Operation } from '../../../operation.ts';
import type { SwitchBoard } from '../../../switches.ts';
import { clockOperations } from './clock.ts';
import { faultOperations } from './faults.ts';
import { resyncOperation } from './resync.ts';
import { snapshotOperations } from './snapshot.ts';
import { switchOperations } from './switches.ts';
import { type MakeToken, tokenOperations } from './tokens.ts';

/**
 * What a test needs of an instance, under the management key. Mounted in development mode only:
 * every one of these would be a hole in an instance that players use.
 */
export function managementDevelopmentOperations(rooms: {
  clock: TestClock;
  faults: FaultBoard;
  switches: SwitchBoard;
  /** Drops what was rendered or counted under the switches before. */
  forget: () => void;
  development: Development;
  makeToken: MakeToken;
  resync: () => void;
}): readonly Operation[] {
  return [
    ...clockOperations(rooms.clock),
    ...faultOperations(rooms.faults),
    ...switchOperations(rooms),
    ...snapshotOperations(rooms.development),
    ...tokenOperations(rooms.makeToken),
    resyncOperation(rooms.resync),
  ];
}
