import { planTitle } from '@laurel/contract';
import { sandbox, titleId } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPlan } from '../../../present/title-admin.ts';

/** Says what publishing would change, and for how many players. */
export function planOperation({ catalog }: { catalog: Pick<Catalog, 'plan'> }): Operation {
  return operation(planTitle, async ({ params, body }) => {
    const { document } = body;
    const at = { titleId: titleId(params.titleId), sandbox: sandbox(body.sandbox) };
    return answer(200, presentPlan(await catalog.plan({ ...at, document })));
  });
}
