import { textOrNull } from '../read-answer.ts';
import type { Achievement } from '../wire.ts';
import {
  memberOf,
  XblAchievementMediaAssetType,
  XblAchievementParticipationType,
  XblAchievementProgressState,
  XblAchievementRarityCategory,
  XblAchievementRewardType,
  XblAchievementType,
} from './enumerations.ts';

/** How far one requirement is. Source: achievements_c.h [X], as for all of this file. */
export type XblAchievementRequirement = {
  readonly id: string;
  readonly currentProgressValue: string;
  readonly targetProgressValue: string;
};

/** How far an achievement is. Times are whole seconds since 1970-01-01; 0 is never. */
export type XblAchievementProgression = {
  readonly requirements: readonly XblAchievementRequirement[];
  readonly requirementsCount: number;
  readonly timeUnlocked: number;
};

/** A picture. */
export type XblAchievementMediaAsset = {
  readonly name: string;
  readonly mediaAssetType: XblAchievementMediaAssetType;
  readonly url: string;
};

/** What unlocking gives. */
export type XblAchievementReward = {
  readonly name: string;
  readonly description: string;
  readonly value: string;
  readonly rewardType: XblAchievementRewardType;
  readonly valueType: string;
  readonly mediaAsset: XblAchievementMediaAsset | null;
};

/** An achievement as the documented functions give it: arrays come with their counts. */
export type XblAchievement = {
  readonly id: string;
  readonly serviceConfigurationId: string;
  readonly name: string;
  readonly titleAssociations: readonly { readonly name: string; readonly titleId: number }[];
  readonly titleAssociationsCount: number;
  readonly progressState: XblAchievementProgressState;
  readonly progression: XblAchievementProgression;
  readonly mediaAssets: readonly XblAchievementMediaAsset[];
  readonly mediaAssetsCount: number;
  readonly platformsAvailableOn: readonly string[];
  readonly platformsAvailableOnCount: number;
  readonly isSecret: boolean;
  readonly unlockedDescription: string;
  readonly lockedDescription: string;
  readonly productId: string;
  readonly type: XblAchievementType;
  readonly participationType: XblAchievementParticipationType;
  readonly available: { readonly startDate: number; readonly endDate: number };
  readonly rewards: readonly XblAchievementReward[];
  readonly rewardsCount: number;
  /** In seconds. */
  readonly estimatedUnlockTime: number;
  readonly deepLink: string;
  readonly isRevoked: boolean;
  readonly rarityCategory: XblAchievementRarityCategory;
  readonly rarityPercentage: number;
};

/** An achievement in the words of the documented functions. */
export function xblAchievement(one: Achievement): XblAchievement {
  const { titleAssociations, mediaAssets, platforms, rewards, timeWindow, rarity } = one;
  const progression = xblProgression(one.progression);
  return {
    id: one.id,
    serviceConfigurationId: one.serviceConfigId,
    name: one.name,
    titleAssociations: titleAssociations.map(({ name, id }) => ({ name, titleId: id })),
    titleAssociationsCount: titleAssociations.length,
    progressState: memberOf(XblAchievementProgressState, one.progressState),
    progression,
    mediaAssets: mediaAssets.map(xblMediaAsset),
    mediaAssetsCount: mediaAssets.length,
    platformsAvailableOn: platforms,
    platformsAvailableOnCount: platforms.length,
    isSecret: one.isSecret,
    unlockedDescription: one.description,
    lockedDescription: one.lockedDescription,
    productId: one.productId,
    type: memberOf(XblAchievementType, one.achievementType),
    participationType: memberOf(XblAchievementParticipationType, one.participationType),
    available: {
      startDate: secondsOf(timeWindow?.startDate),
      endDate: secondsOf(timeWindow?.endDate),
    },
    rewards: rewards.map(xblReward),
    rewardsCount: rewards.length,
    estimatedUnlockTime: secondsOfSpan(one.estimatedTime),
    deepLink: one.deeplink ?? '',
    isRevoked: one.isRevoked,
    rarityCategory: memberOf(XblAchievementRarityCategory, rarity?.currentCategory),
    rarityPercentage: rarity?.currentPercentage ?? 0,
  };
}

/** Progress in the words of the documented functions. */
export function xblProgression({
  requirements,
  timeUnlocked,
}: {
  readonly requirements: readonly {
    readonly id: string;
    readonly current: string | null;
    readonly target?: string | null;
  }[];
  readonly timeUnlocked: string;
}): XblAchievementProgression {
  return {
    requirements: requirements.map(({ id, current, target }) => {
      return { id, currentProgressValue: current ?? '', targetProgressValue: target ?? '' };
    }),
    requirementsCount: requirements.length,
    timeUnlocked: secondsOf(timeUnlocked),
  };
}

function xblReward({
  name,
  description,
  value,
  type,
  valueType,
  mediaAsset,
}: Achievement['rewards'][number]): XblAchievementReward {
  return {
    name: name ?? '',
    description: description ?? '',
    value: value ?? '',
    rewardType: memberOf(XblAchievementRewardType, type),
    valueType,
    mediaAsset: mediaAsset ? xblMediaAsset(mediaAsset) : null,
  };
}

function xblMediaAsset({
  name,
  type,
  url,
}: {
  readonly name: string;
  readonly type: string;
  readonly url: string;
}): XblAchievementMediaAsset {
  return { name, mediaAssetType: memberOf(XblAchievementMediaAssetType, type), url };
}

/** @param date of the wire; one before 1970 means never */
export function secondsOf(date: string | null | undefined): number {
  const at = date ? Date.parse(textOrNull(date) ?? '') : 0;
  return Number.isNaN(at) ? 0 : Math.max(Math.floor(at / 1000), 0);
}

/** @param span such as `1.06:12:14` */
function secondsOfSpan(span: string): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^(?:(\d+)\.)?(\d+):(\d+):(\d+)/.exec(textOrNull(span) ?? '') ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
