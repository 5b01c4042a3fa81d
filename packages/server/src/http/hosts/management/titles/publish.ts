import { publishTitle } from '@laurel/contract';
import { sandbox, titleId } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPublished } from '../../../present/title-admin.ts';

/** Puts a document in force, or the draft. */
export function publishOperation({ catalog }: { catalog: Pick<Catalog, 'publish'> }): Operation {
  return operation(publishTitle, async ({ params, body }) => {
    const { document, note = '', expectedVersion, images = {}, accept } = body;
    const published = await catalog.publish({
      titleId: titleId(params.titleId),
      sandbox: sandbox(body.sandbox),
      document,
      note,
      expectedVersion,
      images: new Map(Object.entries(images)),
      accept,
    });
    return answer(200, presentPublished(published));
  });
}
