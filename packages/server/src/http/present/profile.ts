import type { schema } from '@laurel/contract';
import type { z } from 'zod';
import type { Profile } from '../../services/profile.ts';
import { type AssetBase, absoluteUrl } from './media.ts';

/** Shows profiles. Source: wire contract §9.4 [C]. */
export function presentProfiles(
  profiles: readonly Profile[],
  assetBase: AssetBase,
): z.output<typeof schema.Profiles> {
  return {
    profileUsers: profiles.map(({ xuid, settings }) => ({
      id: xuid,
      hostId: xuid,
      settings: settings.map(({ id, value }) => ({
        id,
        value: isPicture(id) ? absoluteUrl(value, assetBase) : value,
      })),
      isSponsoredUser: false,
    })),
  };
}

function isPicture(id: string): boolean {
  return id.endsWith('PicRaw') || id === 'PublicGamerpic';
}
