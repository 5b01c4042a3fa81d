import { batchProfiles } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { Profiles } from '../../../services/profile.ts';
import { answer, type Operation, operation } from '../../operation.ts';
import type { AssetBase } from '../../present/media.ts';
import { presentProfiles } from '../../present/profile.ts';

/** The profiles of several players. Source: wire contract §9.4 [D][C]. */
export function batchOperation({
  profiles,
  assetBase,
}: {
  profiles: Profiles;
  assetBase: AssetBase;
}): Operation {
  return operation(batchProfiles, async ({ body }) => {
    const found = await profiles.of(body.userIds.map(xuid), body.settings);
    return answer(200, presentProfiles(found, assetBase));
  });
}
