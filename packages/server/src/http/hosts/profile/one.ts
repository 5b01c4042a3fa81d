import { getProfile, getProfileByOldPath } from '@laurel/contract';
import type { Profiles } from '../../../services/profile.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { AssetBase } from '../../present/media.ts';
import { presentProfiles } from '../../present/profile.ts';

/** The profile of a player, by both paths. Source: wire contract §9.4 [D]; the older [W]. */
export function oneOperations({
  profiles,
  ownerOf,
  assetBase,
}: {
  profiles: Profiles;
  ownerOf: OwnerOf;
  assetBase: AssetBase;
}): readonly Operation[] {
  return [getProfile, getProfileByOldPath].map((route) =>
    operation(route, async (input) => {
      const owner = await ownerOf(input.params.user, requireAsker(input));
      const found = await profiles.of([owner], input.query.settings ?? null);
      return answer(200, presentProfiles(found, assetBase));
    }),
  );
}
