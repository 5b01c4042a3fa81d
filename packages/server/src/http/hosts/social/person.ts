import { getPerson } from '@laurel/contract';
import { Refusal } from '@laurel/domain';
import type { People } from '../../../services/people.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentPerson } from '../../present/people.ts';

/** One of the people a player follows. Source: wire contract §9.3 [D]. */
export function personOperation({
  people,
  ownerOf,
}: {
  people: People;
  ownerOf: OwnerOf;
}): Operation {
  return operation(getPerson, async (input) => {
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const target = await ownerOf(input.params.target, asker);
    const [person] = await people.some(asker, { owner, xuids: [target] });
    if (person !== undefined) return answer(200, presentPerson(person));
    throw new Refusal('UnknownEntity', `player ${owner} does not follow player ${target}`);
  });
}
