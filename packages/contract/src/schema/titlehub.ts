import { z } from 'zod';
import { WireDate, WireGuid, WireXuid } from '../codec/date.ts';

/** A title as Title Hub shows it; `titleId` is text here. Source: wire contract §9.5 [C]. */
export const HubTitle = z
  .object({
    titleId: z.string(),
    pfn: z.string().nullable(),
    bingId: z.string().nullable(),
    serviceConfigId: WireGuid.nullable(),
    windowsPhoneProductId: z.string().nullable(),
    name: z.string(),
    type: z.string(),
    devices: z.array(z.string()),
    displayImage: z.string(),
    mediaItemType: z.string(),
    modernTitleId: z.string(),
    isBundle: z.boolean(),
    achievement: z
      .object({
        currentAchievements: z.int().min(0),
        totalAchievements: z.int().min(0),
        currentGamerscore: z.int().min(0),
        totalGamerscore: z.int().min(0),
        progressPercentage: z.number().min(0).max(100),
        sourceVersion: z.int().min(0).max(2),
      })
      .nullable(),
    stats: z.object({ sourceVersion: z.int().min(0) }).nullable(),
    gamePass: z.object({ isGamePass: z.boolean() }).nullable(),
    images: z.array(z.object({ url: z.string(), type: z.string() })).nullable(),
    titleHistory: z
      .object({ lastTimePlayed: WireDate, visible: z.boolean(), canHide: z.boolean() })
      .nullable(),
    detail: z
      .object({
        attributes: z.array(z.unknown()),
        availabilities: z.array(z.unknown()),
        capabilities: z.array(z.string()),
        description: z.string(),
        developerName: z.string(),
        genres: z.array(z.string()),
        publisherName: z.string(),
        minAge: z.int().min(0),
        releaseDate: z.string().nullable(),
        shortDescription: z.string(),
        vuiDisplayName: z.string().nullable(),
        xboxLiveGoldRequired: z.boolean(),
      })
      .nullable(),
    friendsWhoPlayed: z.null(),
    alternateTitleIds: z.array(z.string()),
    contentBoards: z.null(),
    xboxLiveTier: z.string(),
  })
  .meta({ id: 'HubTitle' });

/** Titles with one player's part in them. */
export const HubTitles = z
  .object({ xuid: WireXuid.nullable(), titles: z.array(HubTitle) })
  .meta({ id: 'HubTitles' });
