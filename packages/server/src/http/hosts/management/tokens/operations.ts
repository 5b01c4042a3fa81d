import {
  addTitleServerKey,
  listTitleServerKeys,
  revokeTitleServerKey,
  rotateSigningKey,
} from '@laurel/contract';
import { titleId } from '@laurel/domain';
import type { Identity } from '../../../../services/identity.ts';
import { answer, answerEmpty, type Operation, operation } from '../../../operation.ts';

/** Keys of titles' servers, and the instance's own. */
export function managementTokenOperations({
  identity,
}: {
  identity: Pick<Identity, 'titleServerKeys' | 'rotateSigningKey'>;
}): readonly Operation[] {
  const keys = identity.titleServerKeys;
  return [
    operation(listTitleServerKeys, async ({ params }) =>
      answer(200, { keys: await keys.list(titleId(params.titleId)) }),
    ),
    operation(addTitleServerKey, async ({ params, body }) =>
      answer(201, await keys.add({ titleId: titleId(params.titleId), label: body.label })),
    ),
    operation(revokeTitleServerKey, async ({ params }) => {
      await keys.revoke({ titleId: titleId(params.titleId), keyId: params.keyId });
      return answerEmpty(204);
    }),
    operation(rotateSigningKey, async () => answer(201, await identity.rotateSigningKey())),
  ];
}
