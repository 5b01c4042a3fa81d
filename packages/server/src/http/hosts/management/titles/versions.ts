import { listTitleVersions } from '@laurel/contract';
import { retail, sandbox, titleId } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentVersions } from '../../../present/title-admin.ts';

/** What was published of a title in a sandbox, by default RETAIL. */
export function versionsOperation({ catalog }: { catalog: Pick<Catalog, 'versions'> }): Operation {
  return operation(listTitleVersions, async ({ params, query }) => {
    const of = {
      titleId: titleId(params.titleId),
      sandbox: query.sandbox === undefined ? retail : sandbox(query.sandbox),
    };
    return answer(200, presentVersions(await catalog.versions(of)));
  });
}
