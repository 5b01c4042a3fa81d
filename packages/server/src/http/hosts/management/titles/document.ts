import { getTitleDocument } from '@laurel/contract';
import { retail, sandbox, titleId } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';

/** A title's draft; with a sandbox or a version, what is published there, by default in RETAIL. */
export function documentOperation({
  catalog,
}: {
  catalog: Pick<Catalog, 'exportDocument'>;
}): Operation {
  return operation(getTitleDocument, async ({ params, query }) => {
    const { version } = query;
    const published = query.sandbox === undefined ? retail : sandbox(query.sandbox);
    const isDraft = query.sandbox === undefined && version === undefined;
    const document = await catalog.exportDocument({
      titleId: titleId(params.titleId),
      sandbox: isDraft ? null : published,
      version,
    });
    return answer(200, document);
  });
}
