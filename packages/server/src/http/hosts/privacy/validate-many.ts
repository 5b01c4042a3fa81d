import { validatePermissions } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { CheckedUser, Privacy } from '../../../services/privacy.ts';
import { answer, type Input, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentCheck } from './validate.ts';

/** Several permissions toward several users, in the order asked. Source: §9.2 [D][X]. */
export function validateManyOperation({
  privacy,
  ownerOf,
}: {
  privacy: Privacy;
  ownerOf: OwnerOf;
}): Operation {
  return operation(validatePermissions, async (input) => {
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const { users, permissions } = input.body;
    const checks = await privacy.validateMany(asker, {
      owner,
      users: users.map(checkedUser),
      permissions,
    });
    const responses = users.map((user, index) => ({
      user,
      permissions: (checks[index] ?? []).map(presentCheck),
    }));
    return answer(200, { responses });
  });
}

type WireUser = Input<typeof validatePermissions>['body']['users'][number];

function checkedUser(user: WireUser): CheckedUser {
  if ('xuid' in user) return { xuid: xuid(user.xuid) };
  const isFriend = user.anonymousUser.toLowerCase() === 'crossnetworkfriend';
  return { anonymousUser: isFriend ? 'CrossNetworkFriend' : 'CrossNetworkUser' };
}
