import { createHash } from 'node:crypto';
import type {
  AchievementId,
  LocalizedText,
  Requirement,
  Reward,
  Scid,
  Title,
  TitleId,
} from '@laurel/domain';

/** What a title document may leave out is filled in from here, and left out again when written. */
export const titleDefaults = {
  titleType: 'DGame',
  platforms: { Modern: ['XboxOne'], Xbox360: ['Xbox360'] },
  set: 'base',
  estimatedTime: '00:00:00',
  /** Completion, shown before it is achieved. Source: wire contract §2.8 [C]. */
  legacyFlags: 9,
  /** Earned, and earned online. Source: wire contract §2.8 [C]. */
  legacyEarnedFlags: 0x30000,
  legacyPlatform: 1,
} as const;

/** How newer service configurations are named. Source: wire contract §2.7 [C]. */
export function defaultScid(titleId: TitleId | number): string {
  return `00000000-0000-0000-0000-0000${titleId.toString(16).padStart(8, '0')}`;
}

/** The one requirement of a title-managed achievement. Source: wire contract §4.5 [C]. */
export const percentRequirement: Requirement = {
  id: '00000000-0000-0000-0000-000000000000',
  on: 'Percent',
  target: '100',
  operation: 'Sum',
  valueType: 'Integer',
};

/** The reward that a gamerscore above 0 is. Source: wire contract §4.2 [C]. */
export function gamerscoreReward(gamerscore: number): Reward {
  return {
    type: 'Gamerscore',
    name: null,
    description: null,
    value: String(gamerscore),
    valueType: 'Int',
    mediaAsset: null,
  };
}

/** What an achievement without a deep link has. Source: wire contract §4.1 [C]. */
export function defaultDeeplink(system: Title['system']): string | null {
  return system === 'EventBased' ? null : '';
}

/**
 * A GUID for a requirement that was given none: the same for the same stat of the same achievement,
 * whatever else changes.
 *
 * @param ordinal how many requirements on that stat come before it
 */
export function defaultRequirementId(of: {
  scid: Scid | string;
  achievementId: AchievementId | string;
  stat: string;
  ordinal: number;
}): string {
  const name = `${of.scid} ${of.achievementId} ${of.stat} ${of.ordinal}`;
  const hex = createHash('sha256').update(name).digest('hex');
  const third = `8${hex.slice(13, 16)}`;
  const fourth = `8${hex.slice(17, 20)}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${third}-${fourth}-${hex.slice(20, 32)}`;
}

/** What a picture is called that was given no name: the last part of its address. */
export function defaultPictureName(url: string): string {
  const path = url.split(/[?#]/)[0] ?? url;
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The spelling that language tags have in answers, whatever case they were written in. */
export function canonicalLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    return tag;
  }
}

/** A document's string, given once or for each locale. */
export function localizedText(
  text: string | Readonly<Record<string, string>>,
  defaultLocale: string,
): LocalizedText {
  if (typeof text === 'string') return { [defaultLocale]: text };
  const entries = Object.entries(text).map(([tag, one]) => [canonicalLocale(tag), one] as const);
  return Object.fromEntries(entries);
}
