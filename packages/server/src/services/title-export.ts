import type {
  Achievement,
  LegacyTraits,
  LocalizedText,
  MediaAsset,
  Requirement,
  Reward,
  Title,
} from '@laurel/domain';
import {
  defaultDeeplink,
  defaultPictureName,
  defaultRequirementId,
  defaultScid,
  titleDefaults,
} from './title-defaults.ts';
import type { TitleDocument } from './title-document.ts';
import { documentEventOf, documentStatOf } from './title-document-stats.ts';

type DocumentAchievement = TitleDocument['achievements'][number];
type DocumentReward = NonNullable<DocumentAchievement['rewards']>[number];
type DocumentRequirement = NonNullable<DocumentAchievement['requirements']>[number];
type DocumentText = DocumentAchievement['name'];

/**
 * Writes the document of a title: the shortest that reads back as the same title.
 *
 * @returns members in the order the schema declares them
 */
export function documentOf(title: Title): TitleDocument {
  const { generation } = title;
  const platforms = titleDefaults.platforms[generation];
  return {
    titleId: title.titleId,
    ...unless(title.scid === defaultScid(title.titleId), { scid: title.scid }),
    name: textOf(title.name, title.defaultLocale),
    defaultLocale: title.defaultLocale,
    system: documentSystems[title.system],
    ...unless(generation === 'Modern', { generation: 'xbox360' as const }),
    ...unless(title.public, { public: false }),
    ...unless(!title.retired, { retired: true }),
    ...unless(title.titleType === titleDefaults.titleType, { titleType: title.titleType }),
    ...unless(isSameList(title.platforms, platforms), { platforms: [...title.platforms] }),
    ...(title.legacy && {
      legacy: { titleType: title.legacy.titleType, platforms: [...title.legacy.platforms] },
    }),
    ...(title.displayImage !== null && { displayImage: title.displayImage }),
    ...(title.events && { events: title.events.map(documentEventOf) }),
    ...unless(title.stats.length === 0, { stats: title.stats.map(documentStatOf) }),
    ...(title.recorded && { recorded: { achievements: title.recorded.achievements } }),
    achievements: title.achievements.map((one) => achievementOf(title, one)),
  };
}

const documentSystems = {
  TitleManaged: 'title-managed',
  EventBased: 'event-based',
  Mixed: 'mixed',
} as const satisfies Record<Title['system'], TitleDocument['system']>;

/** The members, unless they say what is so without them. */
function unless<T extends object>(isDefault: boolean, members: T): T | Record<never, never> {
  return isDefault ? {} : members;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function textOf(text: LocalizedText, defaultLocale: string): DocumentText {
  const only = text[defaultLocale];
  return only !== undefined && Object.keys(text).length === 1 ? only : { ...text };
}

function achievementOf(title: Title, one: Achievement): DocumentAchievement {
  const text = (given: LocalizedText) => textOf(given, title.defaultLocale);
  const rewards = one.rewards.filter((reward, index) => !isImplied(one, reward, index));
  return {
    id: one.id,
    name: text(one.name),
    description: text(one.description),
    lockedDescription: text(one.lockedDescription),
    ...picturesOf(one.mediaAssets),
    ...unless(one.set === titleDefaults.set, { set: one.set }),
    ...unless(!one.secret, { secret: true }),
    ...unless(one.gamerscore === 0, { gamerscore: one.gamerscore }),
    ...unless(rewards.length === 0, {
      rewards: rewards.map((reward) => rewardOf(reward, title.defaultLocale)),
    }),
    ...unless(one.deeplink === defaultDeeplink(title.system), { deeplink: one.deeplink }),
    ...unless(one.estimatedTime === titleDefaults.estimatedTime, {
      estimatedTime: one.estimatedTime,
    }),
    ...unless(one.type === 'Persistent', { type: one.type }),
    ...(one.timeWindow && { timeWindow: { start: one.timeWindow.start, end: one.timeWindow.end } }),
    ...unless(one.participation === 'Individual', { participation: one.participation }),
    ...requirementsOf(title, one),
    ...(one.counter && { counter: { target: one.counter.target } }),
    ...unless(isSameList(one.platforms, title.platforms), { platforms: [...one.platforms] }),
    ...unless(one.productId === title.scid, { productId: one.productId }),
    ...unless(!one.archived, { archived: true }),
    ...(one.legacy && { legacy: legacyOf(one.legacy) }),
  };
}

function legacyOf(traits: LegacyTraits): NonNullable<DocumentAchievement['legacy']> {
  const { imageId, sequence, flags, earnedFlags, platform } = traits;
  return {
    imageId,
    ...unless(sequence === 0, { sequence }),
    ...unless(flags === titleDefaults.legacyFlags, { flags }),
    ...unless(earnedFlags === titleDefaults.legacyEarnedFlags, { earnedFlags }),
    ...unless(platform === titleDefaults.legacyPlatform, { platform }),
  };
}

function picturesOf(
  mediaAssets: readonly MediaAsset[],
): Pick<DocumentAchievement, 'icon' | 'mediaAssets'> {
  const [first, ...further] = mediaAssets;
  const hasIcon = first?.type === 'Icon';
  const others = hasIcon ? further : mediaAssets;
  return {
    ...(hasIcon && { icon: iconOf(first) }),
    ...unless(others.length === 0, { mediaAssets: others.map(pictureOf) }),
  };
}

function iconOf({ name, url }: MediaAsset): DocumentAchievement['icon'] {
  return name === defaultPictureName(url) ? url : { name, url };
}

function pictureOf({ name, type, url }: MediaAsset): {
  name?: string;
  type: MediaAsset['type'];
  url: string;
} {
  return { ...unless(name === defaultPictureName(url), { name }), type, url };
}

/** Whether `gamerscore` alone already says it. */
function isImplied({ gamerscore, rewards }: Achievement, reward: Reward, index: number): boolean {
  const isPlain = reward.name === null && reward.description === null && !reward.mediaAsset;
  const isWorth = reward.value === String(gamerscore) && reward.valueType === 'Int';
  // Where a second one is written, the reader implies none.
  const isAlone = rewards.filter(({ type }) => type === 'Gamerscore').length === 1;
  const isFirst = reward.type === 'Gamerscore' && index === 0 && gamerscore > 0;
  return isFirst && isAlone && isPlain && isWorth;
}

function rewardOf(reward: Reward, defaultLocale: string): DocumentReward {
  const { type, name, description, value, valueType } = reward;
  const picture = reward.mediaAsset && pictureOf(reward.mediaAsset);
  return {
    type,
    ...(name && { name: textOf(name, defaultLocale) }),
    ...(description && { description: textOf(description, defaultLocale) }),
    value,
    ...unless(valueType === (type === 'Gamerscore' ? 'Int' : 'String'), { valueType }),
    ...unless(isImpliedPicture(reward), { mediaAsset: picture }),
  };
}

/** Whether `type` and `value` alone already say it. */
function isImpliedPicture({ type, value, mediaAsset }: Reward): boolean {
  if (mediaAsset === null || type !== 'Art') return mediaAsset === null && type !== 'Art';
  const isNamed = mediaAsset.name !== defaultPictureName(value);
  return mediaAsset.type === 'Art' && mediaAsset.url === value && !isNamed;
}

function requirementsOf(title: Title, one: Achievement): Pick<DocumentAchievement, 'requirements'> {
  const written = one.requirements.flatMap((requirement, index) => {
    if (requirement.on === 'Percent') return [];
    const { stat } = requirement.on;
    const ordinal = one.requirements
      .slice(0, index)
      .filter(({ on }) => on !== 'Percent' && on.stat === stat).length;
    const of = { scid: title.scid, achievementId: one.id, stat, ordinal };
    const carries = requirement.on.carries === true;
    const defaultId = defaultRequirementId(of);
    return [
      { ...requirementOf(requirement, { stat, defaultId }), ...(carries && { carry: true }) },
    ];
  });
  return unless(written.length === 0, { requirements: written });
}

function requirementOf(
  { id, target, operation, operationSpelling, valueType }: Requirement,
  { stat, defaultId }: { stat: string; defaultId: string },
): DocumentRequirement {
  const spelling = operationSpelling ?? operation;
  return {
    ...unless(id === defaultId, { id }),
    stat,
    target,
    ...unless(spelling === 'Sum', { operation: spelling }),
    ...unless(valueType === 'Integer', { valueType }),
  };
}
