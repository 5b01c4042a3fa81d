import { addSandbox, listSandboxes } from '@laurel/contract';
import { sandbox } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';

/** The sandboxes that titles can be published to. */
export function sandboxesOperation({
  catalog,
}: {
  catalog: Pick<Catalog, 'sandboxes'>;
}): Operation {
  return operation(listSandboxes, async () =>
    answer(200, { sandboxes: await catalog.sandboxes() }),
  );
}

/** Adds a sandbox. */
export function addSandboxOperation({
  catalog,
}: {
  catalog: Pick<Catalog, 'addSandbox'>;
}): Operation {
  return operation(addSandbox, async ({ body: { name } }) => {
    await catalog.addSandbox(sandbox(name));
    return answer(201, { name });
  });
}
