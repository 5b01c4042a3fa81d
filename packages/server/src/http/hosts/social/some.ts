import { listSomePeople } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { People } from '../../../services/people.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentPerson } from '../../present/people.ts';

/** Those of the people asked for whom a player follows. Source: wire contract §9.3 [D]. */
export function someOperation({
  people,
  ownerOf,
}: {
  people: People;
  ownerOf: OwnerOf;
}): Operation {
  return operation(listSomePeople, async (input) => {
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const found = await people.some(asker, { owner, xuids: input.body.xuids.map(xuid) });
    return answer(200, { totalCount: found.length, people: found.map(presentPerson) });
  });
}
