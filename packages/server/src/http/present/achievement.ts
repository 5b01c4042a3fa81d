import type { schema } from '@laurel/contract';
import {
  type Achievement,
  currentOf,
  isReported,
  isWithheld,
  type LocalizedText,
  localize,
  type MediaAsset,
  type PlayerRecord,
  type Progress,
  type Rarity,
  type RarityCategory,
  type Requirement,
  type Reward,
  type TimeWindow,
  type Title,
  unknownRarity,
  unlockTimeOf,
  withholdSecret,
} from '@laurel/domain';
import type { z } from 'zod';

/** A modern achievement on the wire. */
export type WireAchievement = z.output<typeof schema.Achievement>;

/** How a title's achievements are shown to one reader, apart from the player's part. */
export type View = {
  readonly title: Title;
  /** Locales to try for each string, best first, the title's default last. */
  readonly locales: readonly string[];
  /** `null` for a contract version without rarity. */
  readonly rarity: ReadonlyMap<string, Rarity> | null;
  /** Where pictures of this instance are, without a slash at the end. */
  readonly assetBase: string;
  /** What an unlocked title-managed achievement shows. Source: wire contract §4.5 [I]. */
  readonly achievedRequirements: 'withHundred' | 'empty';
  /** Whether secret achievements that are not unlocked show their texts. §11.4 [I] */
  readonly redactSecrets: boolean;
};

/** The player's part of one achievement. */
export type Standing = {
  readonly progress: Progress;
  readonly stats: PlayerRecord['stats'];
  readonly isRevoked: boolean;
};

/**
 * Shows one achievement as one player sees it: the superset of the documented shape and of what
 * shipped clients need, in the key order of recorded answers.
 *
 * Source: wire contract §4.1 to §4.6.
 */
export function presentAchievement(
  view: View,
  defined: Achievement,
  { progress, stats, isRevoked }: Standing,
): WireAchievement {
  const { title, locales } = view;
  const achievement = view.redactSecrets ? withheld(view, defined, progress) : defined;
  const text = (strings: LocalizedText) => localize(strings, locales);
  return {
    id: achievement.id,
    serviceConfigId: title.scid,
    name: text(achievement.name),
    titleAssociations: [{ name: text(title.name), id: title.titleId }],
    progressState: progress.state,
    progression: {
      requirements: presentRequirements(view, achievement, { progress, stats }),
      timeUnlocked: unlockTimeOf(progress),
      achievementState: progress.state,
    },
    mediaAssets: achievement.mediaAssets.map((asset) => presentAsset(view, asset)),
    platforms: [...achievement.platforms],
    platform: achievement.platforms[0] ?? '',
    isSecret: achievement.secret,
    description: text(achievement.description),
    lockedDescription: text(achievement.lockedDescription),
    productId: achievement.productId,
    achievementType: achievement.type,
    participationType: achievement.participation,
    timeWindow: presentWindow(achievement.timeWindow),
    rewards: achievement.rewards.map((reward) => presentReward(view, reward)),
    estimatedTime: achievement.estimatedTime,
    deeplink: achievement.deeplink,
    isRevoked,
    ...(view.rarity !== null && { rarity: presentRarity(view.rarity.get(achievement.id)) }),
  };
}

/** Where the picture of a withheld achievement is, on this instance. */
export const secretIconPath = '/icons/secret.png';

function withheld({ locales }: View, achievement: Achievement, progress: Progress): Achievement {
  const isKept = isWithheld(achievement, { progress, viewer: 'other', redactForOthers: true });
  if (!isKept) return achievement;
  return withholdSecret(achievement, { languages: locales, placeholderUrl: secretIconPath });
}

/** Shows the requirements alone, as the real-time event also carries them. */
export function presentRequirements(
  view: Pick<View, 'title' | 'achievedRequirements'>,
  achievement: Pick<Achievement, 'requirements'>,
  standing: Pick<Standing, 'progress' | 'stats'>,
): WireAchievement['progression']['requirements'] {
  const isAchieved = standing.progress.state === 'Achieved';
  const hide = view.achievedRequirements === 'empty' && isReported(achievement);
  if (isAchieved && hide) return [];
  return achievement.requirements.map((requirement: Requirement) => ({
    id: requirement.id,
    current: currentOf(requirement, standing),
    target: requirement.target,
    operationType: requirement.operationSpelling ?? requirement.operation,
    valueType: requirement.valueType,
    ruleParticipationType: 'Individual' as const,
  }));
}

/** Source: wire contract §4.6b; `Unset` and 0 where nothing is known. */
export function presentRarity({ category, percentage }: Rarity = unknownRarity): {
  currentCategory: RarityCategory;
  currentPercentage: number;
} {
  return { currentCategory: category, currentPercentage: percentage };
}

function presentAsset(view: View, { name, type, url }: MediaAsset): MediaAsset {
  return { name, type, url: addressOf(view, url) };
}

function addressOf({ assetBase }: View, url: string): string {
  return url.startsWith('/') ? assetBase + url : url;
}

function presentWindow(window: TimeWindow | null): WireAchievement['timeWindow'] {
  return window && { startDate: window.start, endDate: window.end };
}

/** Key order as recorded: `mediaAsset` before `valueType`. */
function presentReward(view: View, reward: Reward): WireAchievement['rewards'][number] {
  return {
    name: reward.name && localize(reward.name, view.locales),
    description: reward.description && localize(reward.description, view.locales),
    value: reward.type === 'Art' ? addressOf(view, reward.value) : reward.value,
    type: reward.type,
    mediaAsset: reward.mediaAsset && presentAsset(view, reward.mediaAsset),
    valueType: reward.valueType,
  };
}
