import { getPlayerEntry } from '@laurel/contract';
import type { Relations } from '../../../../services/relations.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentEntry } from '../../../present/player.ts';
import { entryOf } from './entry.ts';

/** One entry of a list. */
export function getEntryOperation({ relations }: { relations: Relations }): Operation {
  return operation(getPlayerEntry, async ({ params }) =>
    answer(200, presentEntry(await relations.get(entryOf(params)))),
  );
}
