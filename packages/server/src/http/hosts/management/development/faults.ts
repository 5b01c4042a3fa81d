import { getFaults, setFaults } from '@laurel/contract';
import type { FaultBoard } from '../../../faults.ts';
import { answer, type Operation, operation } from '../../../operation.ts';

/** The faults that development mode can make. */
export function faultOperations(faults: FaultBoard): readonly Operation[] {
  const inForce = () => answer(200, { draining: faults.draining, storageDown: faults.storageDown });
  return [
    operation(getFaults, inForce),
    operation(setFaults, ({ body }) => {
      faults.set({
        draining: body.draining ?? faults.draining,
        storageDown: body.storageDown ?? faults.storageDown,
      });
      return inForce();
    }),
  ];
}
