import type { schema } from '@laurel/contract';
import {
  type Achievement,
  type AchievementId,
  findAchievement,
  type Instant,
  type Languages,
  localize,
  type PlayerRecord,
  type Progress,
  type Rarity,
  type Title,
  unlockTimeOf,
  type Xuid,
} from '@laurel/domain';
import type { z } from 'zod';
import type { Stat } from '../../services/stats.ts';
import { presentRequirements } from './achievement.ts';
import { localesFor } from './locales.ts';
import { type AssetBase, absoluteUrl } from './media.ts';

/**
 * Shows how far a player is on some achievements of a title, as an event. Achievements that the
 * title does not have any more are left out. An unlocked one always shows its requirement, whatever
 * lists are switched to: clients compare it with what they know.
 *
 * @returns `null` where nothing is left to show
 *
 * Source: wire contract §6.5 [C][X].
 */
export function presentProgress(
  title: Title,
  {
    standings,
    stats,
  }: { standings: ReadonlyMap<AchievementId, Progress>; stats: PlayerRecord['stats'] },
): z.output<typeof schema.ProgressEvent> | null {
  const progression = [...standings].flatMap(([id, progress]) => {
    const achievement = findAchievement(title, id);
    if (achievement === undefined) return [];
    const view = { title, achievedRequirements: 'withHundred' } as const;
    const requirements = presentRequirements(view, achievement, { progress, stats });
    const timeUnlocked = unlockTimeOf(progress);
    return [{ id, requirements, progressState: progress.state, timeUnlocked }];
  });
  if (progression.length === 0) return null;
  return { serviceConfigId: title.scid, progression, contractVersion: 1 };
}

/** An unlock to be announced. */
export type AnnouncedUnlock = {
  readonly owner: Xuid;
  readonly title: Title;
  readonly achievement: Achievement;
  readonly unlockedAt: Instant;
  /** `undefined` where nobody has counted. */
  readonly rarity: Rarity | undefined;
};

/** What decides how an announcement looks to a device. */
export type AnnouncementLooks = {
  readonly languages: Languages;
  readonly assetBase: AssetBase;
  /** What all of a title's players are: 100, or 1. Source: wire contract §7. */
  readonly rarityScale: 100 | 1;
};

/**
 * Shows an unlock as it is announced. It never has a member that clients take for an invitation.
 *
 * @returns JSON text: the percentage has a decimal point in it, or XSAPI drops all of it
 *
 * Source: wire contract §7 [X].
 */
export function presentUnlock(
  { owner, title, achievement, unlockedAt, rarity }: AnnouncedUnlock,
  { languages, assetBase, rarityScale }: AnnouncementLooks,
): string {
  const locales = localesFor(title, languages);
  const icon = achievement.mediaAssets.find(({ type }) => type === 'Icon');
  const announced = {
    service: 'achievements',
    achievementId: achievement.id,
    achievementName: localize(achievement.name, locales),
    achievementDescription: localize(achievement.description, locales),
    achievementIcon: absoluteUrl(icon?.url ?? null, assetBase),
    titleId: String(title.titleId),
    gamerscore: achievement.gamerscore,
    xuid: owner,
    extendedInfoUrl: achievement.deeplink || deeplinkTo(title, achievement),
  };
  const text = JSON.stringify(announced).slice(0, -1);
  const known = rarity !== undefined && rarity.category !== 'Unset';
  const percentage = known
    ? `,"rarityPercentage":${doubleText(scaled(rarity.percentage, rarityScale))},"rarityCategory":"${rarity.category}"`
    : '';
  return `${text}${percentage},"unlockTime":"${unlockedAt}"}`;
}

/** Source: wire contract §11.1 [D]. */
function deeplinkTo({ titleId }: Title, { id }: Achievement): string {
  return `ms-xbl-${titleId.toString(16).padStart(8, '0')}://achievement/${id}`;
}

function scaled(percentage: number, scale: 100 | 1): number {
  return scale === 100 ? percentage : Math.round(percentage) / 100;
}

/** A number with a decimal point. @param number 0 to 100, at most two decimals */
function doubleText(number: number): string {
  const text = String(number);
  return text.includes('.') ? text : `${text}.0`;
}

/** A stat's value as JSON: a number where its type is one. Source: wire contract §6.4 [X]. */
export function presentStatValue({ type, value }: Pick<Stat, 'type' | 'value'>): string {
  const isNumber = type === 'Integer' || type === 'Double';
  // As it stands: digits beyond a double's would be lost on the way through a number.
  return isNumber && jsonNumber.test(value) ? value : JSON.stringify(value);
}

const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** What a subscribe to a stat is answered. @param stat its value; `null` before it has one */
export function presentStatReading(
  name: string,
  stat: Pick<Stat, 'type' | 'value'> | null,
  type: Stat['type'] = 'Integer',
): string {
  const value = stat === null ? 'null' : presentStatValue(stat);
  return `{"name":${JSON.stringify(name)},"type":"${stat?.type ?? type}","value":${value}}`;
}
