import type { listAvoided } from '@laurel/contract';
import type { Privacy } from '../../../services/privacy.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';

/** What lists are read from. */
export type ListRooms = { readonly privacy: Privacy; readonly ownerOf: OwnerOf };

/** Answers one of the caller's own lists. Source: wire contract §9.2 [D]. */
export function userListOperation(
  route: typeof listAvoided,
  { privacy, ownerOf, kind }: ListRooms & { kind: 'Avoid' | 'Mute' },
): Operation {
  return operation(route, async (input) => {
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const xuids = await privacy.list(asker, { owner, kind });
    return answer(200, { users: xuids.map((xuid) => ({ xuid })) });
  });
}
