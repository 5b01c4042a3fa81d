import { validatePermission } from '@laurel/contract';
import type { PermissionCheck } from '@laurel/domain';
import type { Privacy } from '../../../services/privacy.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';

/** Whether the caller may do something toward one player. Source: wire contract §9.2 [D][X]. */
export function validateOperation({
  privacy,
  ownerOf,
}: {
  privacy: Privacy;
  ownerOf: OwnerOf;
}): Operation {
  return operation(validatePermission, async (input) => {
    const { params, query } = input;
    const asker = requireAsker(input);
    const owner = await ownerOf(params.user, asker);
    const target = await ownerOf(query.target, asker);
    const check = await privacy.validate(asker, { owner, target, permission: query.setting });
    return answer(200, presentCheck(check));
  });
}

/** `reasons` is there only where there are any. Source: wire contract §9.2 [D]. */
export function presentCheck({ isAllowed, reasons }: PermissionCheck): unknown {
  return isAllowed ? { isAllowed } : { isAllowed, reasons };
}
