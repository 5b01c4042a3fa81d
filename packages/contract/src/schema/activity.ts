import { z } from 'zod';
import { WireDate, WireGuid, WireXuid } from '../codec/date.ts';

/** What an item is about, told once more inside it. Source: wire contract §7.1 [W]. */
const Activity = z.object({
  activityItemType: z.literal('Achievement'),
  authorType: z.literal('User'),
  contentType: z.literal('Game'),
  date: WireDate,
  titleId: z.string(),
  scid: WireGuid,
  sandboxid: z.string(),
  achievementScid: WireGuid,
  achievementId: z.string(),
  achievementType: z.string(),
  achievementIcon: z.string(),
  achievementName: z.string(),
  achievementDescription: z.string(),
  gamerscore: z.int().min(0),
  isSecret: z.boolean(),
  rarityCategory: z.string(),
  rarityPercentage: z.number(),
  userXuid: WireXuid,
  userKey: z.string().nullable(),
  sharedSourceUser: z.string().nullable(),
  ugcCaption: z.string().nullable(),
  numShares: z.int().min(0),
  numLikes: z.int().min(0),
  numComments: z.int().min(0),
});

/** An unlock in a feed: every member that a known client reads. Source: wire contract §7.1 [W]. */
export const ActivityItem = z
  .object({
    activityItemType: z.literal('Achievement'),
    contentType: z.literal('Game'),
    date: WireDate,
    startTime: WireDate,
    endTime: WireDate,
    achievementScid: WireGuid,
    achievementId: z.string(),
    achievementType: z.string(),
    achievementIcon: z.string(),
    achievementName: z.string(),
    achievementDescription: z.string(),
    gamerscore: z.int().min(0),
    isSecret: z.boolean(),
    hasAppAward: z.boolean(),
    hasArtAward: z.boolean(),
    rarityCategory: z.string(),
    rarityPercentage: z.number(),
    contentImageUri: z.string(),
    contentTitle: z.string(),
    platform: z.string(),
    titleId: z.string(),
    description: z.string(),
    shortDescription: z.string(),
    itemText: z.string(),
    itemImage: z.string(),
    shareRoot: z.string(),
    feedItemId: z.string(),
    itemRoot: z.string(),
    hasLiked: z.boolean(),
    hasUgc: z.boolean(),
    userXuid: WireXuid,
    gamertag: z.string(),
    realName: z.string(),
    displayName: z.string(),
    userImageUri: z.string(),
    userImageUriMd: z.string(),
    userImageUriXs: z.string(),
    authorInfo: z.object({
      name: z.string(),
      secondName: z.string(),
      imageUrl: z.string(),
      authorType: z.literal('User'),
      id: WireXuid,
    }),
    activity: Activity,
  })
  .meta({ id: 'ActivityItem' });

/**
 * A player's unlocks in one title, each soon after the other: what people read as one. The names
 * are those of an item; how items are held is ours.
 *
 * Source: wire contract §7.1 [W][I].
 */
export const ActivityContainer = z
  .object({
    activityItemType: z.literal('Container'),
    contentType: z.literal('Game'),
    date: WireDate,
    startTime: WireDate,
    endTime: WireDate,
    titleId: z.string(),
    contentTitle: z.string(),
    contentImageUri: z.string(),
    platform: z.string(),
    gamerscore: z.int().min(0),
    description: z.string(),
    shortDescription: z.string(),
    itemText: z.string(),
    itemImage: z.string(),
    shareRoot: z.string(),
    feedItemId: z.string(),
    itemRoot: z.string(),
    hasLiked: z.boolean(),
    hasUgc: z.boolean(),
    userXuid: WireXuid,
    gamertag: z.string(),
    displayName: z.string(),
    userImageUri: z.string(),
    numItems: z.int().min(2),
    activityItems: z.array(ActivityItem),
  })
  .meta({ id: 'ActivityContainer' });

/** A page of a feed, newest first. Tokens are `0` where nothing follows. Source: §7.1 [W]. */
export const ActivityPage = z
  .object({
    numItems: z.int().min(0),
    activityItems: z.array(z.union([ActivityItem, ActivityContainer])),
    pollingToken: z.string(),
    pollingIntervalSeconds: z.null(),
    contToken: z.string(),
  })
  .meta({ id: 'ActivityPage' });
