import type { schema } from '@laurel/contract';
import {
  type Achievement,
  instant,
  type LegacyTraits,
  localize,
  type Progress,
  type Rarity,
  type Title,
} from '@laurel/domain';
import type { z } from 'zod';
import { presentRarity } from './achievement.ts';

/** An Xbox 360 achievement on the wire. */
export type WireLegacyAchievement = z.output<typeof schema.LegacyAchievement>;

/** How an Xbox 360 title is shown to one reader. */
export type LegacyView = {
  readonly title: Pick<Title, 'titleId'>;
  /** Locales to try for each string, best first. */
  readonly locales: readonly string[];
  /** `null` for a contract version without rarity. */
  readonly rarity: ReadonlyMap<string, Rarity> | null;
};

/** What locked rows have for a date; not the zero date. Source: wire contract §2.8 [C]. */
export const legacyNever = instant('2002-11-15T00:00:00Z');

/** What locked rows have for a platform. Source: wire contract §2.8 [C]. */
const lockedPlatform = 255;

const earnedOnline = 0x10000;
const typeBits = 0b111;

/** What an achievement without traits would have: completion, shown before it is achieved. */
const noTraits: LegacyTraits = {
  imageId: 0,
  sequence: 0,
  flags: 9,
  earnedFlags: 0x30000,
  platform: 1,
};

/**
 * Shows one Xbox 360 achievement as one player sees it. A locked row hides how the player will earn
 * it: sequence, platform and the upper bits of the flags come with the unlock.
 *
 * Source: wire contract §2.8 [C].
 */
export function presentLegacyAchievement(
  { title, locales, rarity }: LegacyView,
  achievement: Achievement,
  { progress, isRevoked }: { progress: Progress; isRevoked: boolean },
): WireLegacyAchievement {
  const traits = achievement.legacy ?? noTraits;
  const unlocked = progress.state === 'Achieved';
  return {
    id: Number(achievement.id),
    titleId: title.titleId,
    name: localize(achievement.name, locales),
    sequence: unlocked ? traits.sequence : 0,
    flags: unlocked ? (traits.flags | traits.earnedFlags) >>> 0 : traits.flags,
    unlockedOnline: unlocked && (traits.earnedFlags & earnedOnline) !== 0,
    unlocked,
    isSecret: achievement.secret,
    platform: unlocked ? traits.platform : lockedPlatform,
    gamerscore: achievement.gamerscore,
    imageId: traits.imageId,
    description: localize(achievement.description, locales),
    lockedDescription: localize(achievement.lockedDescription, locales),
    type: traits.flags & typeBits,
    isRevoked,
    timeUnlocked: unlocked ? progress.unlockedAt : legacyNever,
    ...(rarity && { rarity: presentRarity(rarity.get(achievement.id)) }),
  };
}
