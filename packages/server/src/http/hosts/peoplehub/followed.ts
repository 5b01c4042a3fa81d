import { listDecoratedPeople, listPlainPeople } from '@laurel/contract';
import type { PeopleHub } from '../../../services/people-hub.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { AssetBase } from '../../present/media.ts';
import { presentPeopleHub } from '../../present/people.ts';

/** What People Hub is made of. */
export type PeopleHubRooms = {
  readonly peopleHub: PeopleHub;
  readonly ownerOf: OwnerOf;
  readonly assetBase: AssetBase;
};

/** The people a player follows, with their profiles. Source: wire contract §9.3 [C]. */
export function followedOperation({ peopleHub, ownerOf, assetBase }: PeopleHubRooms): Operation {
  return operation(listDecoratedPeople, async (input) => {
    const { user, group, decorations } = input.params;
    const asker = requireAsker(input);
    const owner = await ownerOf(user, asker);
    const followed = await peopleHub.followed(asker, {
      owner,
      onlyFavorites: group === 'favorites',
      hasDetail: decorations.includes('detail'),
    });
    return answer(200, presentPeopleHub(followed, assetBase));
  });
}

/** The same without decorations. Source: wire contract §9.3 [C]. */
export function plainOperation({ peopleHub, ownerOf, assetBase }: PeopleHubRooms): Operation {
  return operation(listPlainPeople, async (input) => {
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const onlyFavorites = input.params.group === 'favorites';
    const of = { owner, onlyFavorites, hasDetail: false };
    return answer(200, presentPeopleHub(await peopleHub.followed(asker, of), assetBase));
  });
}
