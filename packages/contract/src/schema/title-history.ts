import { z } from 'zod';
import { WireDate, WireGuid } from '../codec/date.ts';
import { PagingInfo } from './achievement.ts';

/** A played title, contract versions 2 and 4. Source: wire contract §2.7 [C]. */
export const PlayedTitle = z
  .object({
    lastUnlock: WireDate,
    titleId: z.int(),
    titleVersion: z.string(),
    serviceConfigId: WireGuid,
    titleType: z.string(),
    platform: z.string(),
    name: z.string(),
    earnedAchievements: z.int().min(0),
    currentGamerscore: z.int().min(0),
    maxGamerscore: z.int().min(0),
  })
  .meta({ id: 'PlayedTitle' });

/** Contract versions 2 and 4. */
export const TitleHistory = z
  .object({ titles: z.array(PlayedTitle), pagingInfo: PagingInfo })
  .meta({ id: 'TitleHistory' });

/** A played title, contract versions 0, 1, 3 and 5; `rareUnlocks` in 3 only. */
export const LegacyPlayedTitle = z
  .object({
    lastPlayed: WireDate,
    currentAchievements: z.int().min(0),
    currentGamerscore: z.int().min(0),
    sequence: z.int().min(0),
    titleId: z.int(),
    titleType: z.int(),
    platforms: z.array(z.int()),
    name: z.string(),
    totalAchievements: z.int().min(0),
    totalGamerscore: z.int().min(0),
    rareUnlocks: z
      .array(
        z.object({
          rarityCategory: z.string(),
          numUnlocks: z.int().min(0),
          isRarestCategory: z.boolean(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'LegacyPlayedTitle' });

/** Contract versions 0, 1, 3 and 5. */
export const LegacyTitleHistory = z
  .object({
    titles: z.array(LegacyPlayedTitle),
    pagingInfo: PagingInfo,
    version: WireDate,
  })
  .meta({ id: 'LegacyTitleHistory' });
