import type { People } from '../../../services/people.ts';
import type { Operation } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { listOperation } from './list.ts';
import { personOperation } from './person.ts';
import { someOperation } from './some.ts';
import { summaryOperation } from './summary.ts';

/** Everything the social host answers. */
export function socialOperations(rooms: {
  people: People;
  ownerOf: OwnerOf;
}): readonly Operation[] {
  return [
    listOperation(rooms),
    personOperation(rooms),
    someOperation(rooms),
    summaryOperation(rooms),
  ];
}
