import { putPlayerEntry } from '@laurel/contract';
import type { Relations } from '../../../../services/relations.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentEntry } from '../../../present/player.ts';
import { entryOf } from './entry.ts';

/** Adds an entry to a list, or changes it. */
export function putEntryOperation({ relations }: { relations: Relations }): Operation {
  return operation(putPlayerEntry, async ({ params, body: { isFavorite } }) => {
    const change = isFavorite === undefined ? {} : { isFavorite };
    return answer(200, presentEntry(await relations.put(entryOf(params), change)));
  });
}
