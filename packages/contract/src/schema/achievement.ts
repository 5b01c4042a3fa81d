import { z } from 'zod';
import { WireDate, WireGuid, WireSpan } from '../codec/date.ts';

/** Current toward target. Source: wire contract §4.1. */
export const Requirement = z
  .object({
    id: WireGuid,
    current: z.string().nullable(),
    target: z.string(),
    /** `Sum`, `Minimum` or `Maximum`; imported ones keep the spelling they were recorded with. */
    operationType: z.string().regex(/^(sum|minimum|maximum)$/i),
    valueType: z.enum(['Integer', 'Double']),
    ruleParticipationType: z.literal('Individual'),
  })
  .meta({ id: 'Requirement' });

/** Where a player stands. */
export const ProgressState = z.enum(['Achieved', 'InProgress', 'NotStarted']);

/** A picture. Shipped clients need all three members. */
export const MediaAsset = z
  .object({
    name: z.string(),
    type: z.enum(['Icon', 'Art', 'ChallengePromoIcon']),
    url: z.string(),
  })
  .meta({ id: 'MediaAsset' });

/** A reward; `mediaAsset` must be there, `null` or not, or a shipped client fails. §4.3 [X] */
export const Reward = z
  .object({
    name: z.string().nullable(),
    description: z.string().nullable(),
    value: z.string(),
    type: z.enum(['Gamerscore', 'InApp', 'Art']),
    mediaAsset: MediaAsset.nullable(),
    valueType: z.enum(['Int', 'String']),
  })
  .meta({ id: 'Reward' });

/** How many players have it. Only in contract versions 3 and 4. Source: §4.6b. */
export const Rarity = z
  .object({
    currentCategory: z.enum(['Common', 'Rare', 'Unset']),
    currentPercentage: z.number().min(0).max(100),
  })
  .meta({ id: 'Rarity' });

/**
 * A modern achievement as one player sees it: the superset of what is documented and what shipped
 * clients need, in the key order of recorded answers.
 *
 * Source: wire contract §4.1 to §4.6.
 */
export const Achievement = z
  .object({
    id: z.string(),
    serviceConfigId: WireGuid,
    name: z.string(),
    titleAssociations: z.array(z.object({ name: z.string(), id: z.int().min(1) })).min(1),
    progressState: ProgressState,
    progression: z.object({
      requirements: z.array(Requirement),
      timeUnlocked: WireDate,
      achievementState: ProgressState,
    }),
    mediaAssets: z.array(MediaAsset).min(1),
    platforms: z.array(z.string()).min(1),
    platform: z.string(),
    isSecret: z.boolean(),
    description: z.string(),
    lockedDescription: z.string(),
    productId: WireGuid,
    achievementType: z.enum(['Persistent', 'Challenge']),
    participationType: z.enum(['Individual', 'Group']),
    timeWindow: z.object({ startDate: WireDate, endDate: WireDate }).nullable(),
    rewards: z.array(Reward),
    estimatedTime: WireSpan,
    deeplink: z.string().nullable(),
    isRevoked: z.boolean(),
    rarity: Rarity.optional(),
  })
  .meta({ id: 'Achievement' });

/** Where a page ends. `totalRecords` and `totalItems` say the same. Source: §4.6, S3. */
export const PagingInfo = z
  .object({
    continuationToken: z.string().max(32).nullable(),
    totalRecords: z.int().min(0),
    totalItems: z.int().min(0),
  })
  .meta({ id: 'PagingInfo' });

/** An Xbox 360 achievement. Source: wire contract §2.8 [C]. */
export const LegacyAchievement = z
  .object({
    id: z.int(),
    titleId: z.int(),
    name: z.string(),
    sequence: z.int(),
    flags: z.int(),
    unlockedOnline: z.boolean(),
    unlocked: z.boolean(),
    isSecret: z.boolean(),
    platform: z.int(),
    gamerscore: z.int(),
    imageId: z.int(),
    description: z.string(),
    lockedDescription: z.string(),
    type: z.int(),
    isRevoked: z.boolean(),
    timeUnlocked: WireDate,
    rarity: Rarity.optional(),
  })
  .meta({ id: 'LegacyAchievement' });

/** Contract versions 2 and 4. */
export const AchievementsPage = z
  .object({ achievements: z.array(Achievement), pagingInfo: PagingInfo })
  .meta({ id: 'AchievementsPage' });

/** Contract versions 0, 1, 3 and 5. */
export const LegacyAchievementsPage = z
  .object({
    achievements: z.array(LegacyAchievement),
    version: WireDate,
    pagingInfo: PagingInfo,
  })
  .meta({ id: 'LegacyAchievementsPage' });

/** One achievement in both documented envelopes. Source: wire contract §4.6, S1. */
export const AchievementDetail = z
  .object({
    achievements: z.array(Achievement).length(1),
    pagingInfo: PagingInfo,
    achievement: Achievement,
  })
  .partial({ achievements: true, pagingInfo: true, achievement: true })
  .meta({ id: 'AchievementDetail' });
