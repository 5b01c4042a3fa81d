import { validateTitle } from '@laurel/contract';
import { retail, sandbox, titleId } from '@laurel/domain';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentValidation } from '../../../present/title-admin.ts';

/** Finds everything that is wrong with a document, or with the draft. */
export function validateOperation({
  catalog,
}: {
  catalog: Pick<Catalog, 'validate' | 'exportDocument'>;
}): Operation {
  return operation(validateTitle, async ({ params, body }) => {
    const of = { titleId: titleId(params.titleId), sandbox: null };
    const isSent = body.document !== undefined;
    const document = isSent ? body.document : await catalog.exportDocument(of);
    const findings = await catalog.validate(document, {
      sandbox: body.sandbox === undefined ? retail : sandbox(body.sandbox),
      images: new Map(Object.entries(body.images ?? {})),
    });
    return answer(200, presentValidation(findings));
  });
}
