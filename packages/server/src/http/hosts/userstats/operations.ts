import type { Stats } from '../../../services/stats.ts';
import type { Operation } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { allOperation } from './all.ts';
import { batchOperation } from './batch.ts';
import { documentOperation } from './document.ts';
import { someOperation } from './some.ts';

/** Everything the two hosts of stats answer. */
export function userstatsOperations(rooms: {
  stats: Stats;
  ownerOf: OwnerOf;
}): readonly Operation[] {
  return [
    someOperation(rooms),
    allOperation(rooms),
    batchOperation(rooms),
    documentOperation(rooms),
  ];
}
