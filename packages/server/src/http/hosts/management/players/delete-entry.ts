import { deletePlayerEntry } from '@laurel/contract';
import type { Relations } from '../../../../services/relations.ts';
import { answerEmpty, type Operation, operation } from '../../../operation.ts';
import { entryOf } from './entry.ts';

/** Takes an entry off a list. */
export function deleteEntryOperation({ relations }: { relations: Relations }): Operation {
  return operation(deletePlayerEntry, async ({ params }) => {
    await relations.remove(entryOf(params));
    return answerEmpty(204);
  });
}
