import { listPeople } from '@laurel/contract';
import { type People, type PeopleView, peopleMax } from '../../../services/people.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentPerson } from '../../present/people.ts';

/** What the views are called, then and now. Source: wire contract §9.3 [D][X]. */
const views = {
  All: 'All',
  FriendList: 'All',
  Favorite: 'Favorite',
  LegacyXboxLiveFriends: 'Legacy',
} as const satisfies Record<string, PeopleView>;

/** The people a player follows. Source: wire contract §9.3 [D][X]. */
export function listOperation({
  people,
  ownerOf,
}: {
  people: People;
  ownerOf: OwnerOf;
}): Operation {
  return operation(listPeople, async (input) => {
    const { view = 'All', startIndex = 0, maxItems = 0 } = input.query;
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const page = await people.list(asker, {
      owner,
      view: views[view],
      offset: startIndex,
      maxItems: maxItems === 0 ? peopleMax : Math.min(maxItems, peopleMax),
    });
    return answer(200, { totalCount: page.total, people: page.people.map(presentPerson) });
  });
}
