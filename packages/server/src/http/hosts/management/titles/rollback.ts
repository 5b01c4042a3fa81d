import { rollBackTitle } from '@laurel/contract';
import { sandbox, titleId } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPublished } from '../../../present/title-admin.ts';

/** Puts an older version in force again. */
export function rollbackOperation({ catalog }: { catalog: Pick<Catalog, 'rollback'> }): Operation {
  return operation(rollBackTitle, async ({ params, body }) => {
    const { toVersion, note } = body;
    const at = { titleId: titleId(params.titleId), sandbox: sandbox(body.sandbox) };
    return answer(200, presentPublished(await catalog.rollback({ ...at, toVersion, note })));
  });
}
