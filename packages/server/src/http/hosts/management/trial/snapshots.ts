import {
  deleteSnapshot,
  keepSnapshot,
  listSnapshots,
  resetInstance,
  restoreSnapshot,
} from '@laurel/contract';
import { Refusal, xuid } from '@laurel/domain';
import type { KeptSnapshots } from '../../../../services/kept-snapshots.ts';
import { answer, answerEmpty, type Operation, operation } from '../../../operation.ts';

/** What a reset brings back. */
const baseline = 'baseline';

/**
 * Snapshots that the instance keeps.
 *
 * @param startAnew forgets what a test left behind besides data: faults, switches, calls
 */
export function keptSnapshotOperations({
  snapshots,
  startAnew,
}: {
  snapshots: KeptSnapshots;
  startAnew: () => void;
}): readonly Operation[] {
  return [
    operation(listSnapshots, () => answer(200, { snapshots: snapshots.list() })),
    operation(keepSnapshot, async ({ params: { name } }) =>
      answer(200, await snapshots.keep(name)),
    ),
    operation(deleteSnapshot, ({ params: { name } }) => {
      snapshots.remove(name);
      return answerEmpty(204);
    }),
    operation(restoreSnapshot, async ({ params: { name }, body: { player } }) => {
      await snapshots.restore(name, player === undefined ? null : xuid(player));
      return answerEmpty(204);
    }),
    operation(resetInstance, async () => {
      if (!snapshots.has(baseline)) {
        const message = `there is no snapshot "${baseline}" to begin anew from; keep one first: PUT /development/snapshots/${baseline}`;
        throw new Refusal('Conflict', message);
      }
      await snapshots.restore(baseline, null);
      startAnew();
      return answerEmpty(204);
    }),
  ];
}
