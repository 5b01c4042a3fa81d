import { saveTitleDocument } from '@laurel/contract';
import { titleId } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentSaved } from '../../../present/title-admin.ts';

/** Replaces a title's draft. */
export function saveDocumentOperation({
  catalog,
}: {
  catalog: Pick<Catalog, 'saveDraft'>;
}): Operation {
  return operation(saveTitleDocument, async ({ params, query, body }) => {
    const { expectedRevision } = query;
    const of = { titleId: titleId(params.titleId), document: body, expectedRevision };
    return answer(200, presentSaved(await catalog.saveDraft(of)));
  });
}
