import { listPeopleProfiles } from '@laurel/contract';
import type { Profiles } from '../../../services/profile.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { AssetBase } from '../../present/media.ts';
import { presentProfiles } from '../../present/profile.ts';

/** The profiles of the people a player follows. Source: wire contract §9.4 [D]. */
export function peopleOperation({
  profiles,
  ownerOf,
  assetBase,
}: {
  profiles: Profiles;
  ownerOf: OwnerOf;
  assetBase: AssetBase;
}): Operation {
  return operation(listPeopleProfiles, async (input) => {
    const asker = requireAsker(input);
    const found = await profiles.ofPeople(asker, {
      owner: await ownerOf(input.params.user, asker),
      onlyFavorites: input.params.group === 'favorites',
      settings: input.query.settings ?? null,
    });
    return answer(200, presentProfiles(found, assetBase));
  });
}
