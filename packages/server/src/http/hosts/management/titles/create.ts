import { createTitle } from '@laurel/contract';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentSaved } from '../../../present/title-admin.ts';

/** Adds a title, as a draft. */
export function createOperation({ catalog }: { catalog: Pick<Catalog, 'saveDraft'> }): Operation {
  return operation(createTitle, async ({ body }) => {
    const saved = await catalog.saveDraft({ titleId: null, document: body, expectedRevision: 0 });
    return answer(201, presentSaved(saved));
  });
}
