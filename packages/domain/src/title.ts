import type { AchievementId, Scid, TitleId } from './ids.ts';
import type { Instant } from './instant.ts';
import { quoted, Refusal } from './refusal.ts';
import { type EventDefinition, type StatRule, type StatType, statNameIn } from './stat-rule.ts';

/** One string in every language the title offers; holds the title's default locale at least. */
export type LocalizedText = Readonly<Record<string, string>>;

/** A picture of an achievement or a reward, by absolute address or by path on this instance. */
export type MediaAsset = {
  readonly name: string;
  readonly type: 'Icon' | 'Art' | 'ChallengePromoIcon';
  readonly url: string;
};

/** What unlocking gives. At most one of each type. Source: wire contract §11.1 [D]. */
export type Reward = {
  readonly type: 'Gamerscore' | 'InApp' | 'Art';
  readonly name: LocalizedText | null;
  readonly description: LocalizedText | null;
  readonly value: string;
  readonly valueType: 'Int' | 'String';
  readonly mediaAsset: MediaAsset | null;
};

/** How a stat's current value is held against a requirement's target. Source: §10.1 [D]. */
export type Operation = 'Sum' | 'Minimum' | 'Maximum';

/**
 * Current toward target. `on` says what current is: the percent that the title reports, or the
 * stat of that name.
 */
export type Requirement = {
  readonly id: string;
  readonly on: 'Percent' | StatSource;
  readonly target: string;
  readonly operation: Operation;
  /** How answers spell the operation, where not by its name. Source: §4.6, S13 [C]. */
  readonly operationSpelling?: Uppercase<Operation> | Lowercase<Operation>;
  readonly valueType: 'Integer' | 'Double';
};

/** The stat that a requirement reads. */
export type StatSource = {
  /** Its name, with the values that it is kept apart by after dots. */
  readonly stat: string;
  /**
   * Where the value is kept that counts, where that is not the stat itself: an achievement with a
   * time window, or one that carries earlier progress on, counts on its own.
   */
  readonly key?: string;
  /** Whether the count begins where the player's progress was, and not at nothing. */
  readonly carries?: boolean;
};

/** When an achievement can be unlocked; both ends belong to it. */
export type TimeWindow = { readonly start: Instant; readonly end: Instant };

/**
 * What only Xbox 360 achievements have. How one was earned belongs to the player on the real
 * service; here, where these titles are only imported, it is kept once for the title.
 *
 * Source: wire contract §2.8 [C]; keeping it for the title is ours [I].
 */
export type LegacyTraits = {
  readonly imageId: number;
  /** Shown when earned; 0 while locked. Up to 2^32-1. */
  readonly sequence: number;
  /** As configured: the low 16 bits. */
  readonly flags: number;
  /** The bits that earning adds: 0x20000 earned, 0x10000 earned online, and some unexplained. */
  readonly earnedFlags: number;
  /** Where it was earned: 1, 2 or 15; 255 while locked. */
  readonly platform: number;
};

/** The definition of one achievement. */
export type Achievement = {
  readonly id: AchievementId;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly lockedDescription: LocalizedText;
  /** At least one; the first is the icon. */
  readonly mediaAssets: readonly MediaAsset[];
  /** 0 to 200. Equals the Gamerscore reward's value; 0 without one. */
  readonly gamerscore: number;
  /** In the order shown; the Gamerscore reward is among them. */
  readonly rewards: readonly Reward[];
  readonly secret: boolean;
  /** `base`, or the name of the later set it came with. */
  readonly set: string;
  readonly type: 'Persistent' | 'Challenge';
  readonly participation: 'Individual' | 'Group';
  readonly timeWindow: TimeWindow | null;
  /**
   * One on `Percent` for a title-managed achievement; one or more on stats for an event-based one.
   */
  readonly requirements: readonly Requirement[];
  /**
   * Present where the title reports a count toward this number, besides or instead of a percent.
   */
  readonly counter?: { readonly target: number };
  readonly deeplink: string | null;
  /** `HH:MM:SS`, below 24 hours. */
  readonly estimatedTime: string;
  readonly platforms: readonly string[];
  readonly productId: string;
  /** Retired from play: shown only to players who unlocked it, never reported to again. */
  readonly archived: boolean;
  readonly legacy: LegacyTraits | null;
};

/** One title's published configuration in one sandbox. */
export type Title = {
  readonly titleId: TitleId;
  readonly scid: Scid;
  /** Counts publishes of this title to this sandbox, from 1. */
  readonly version: number;
  readonly name: LocalizedText;
  readonly defaultLocale: string;
  /** Which shape and which contract versions show it. Source: wire contract §2.3 [C]. */
  readonly generation: 'Modern' | 'Xbox360';
  /** `Mixed`: each achievement says by itself what unlocks it. */
  readonly system: 'TitleManaged' | 'EventBased' | 'Mixed';
  /** Whether callers without this title's claim may read it. */
  readonly public: boolean;
  readonly retired: boolean;
  readonly titleType: string;
  readonly platforms: readonly string[];
  /** For Xbox 360 titles: their numeric type and platforms. Source: wire contract §2.7 [C]. */
  readonly legacy: { readonly titleType: number; readonly platforms: readonly number[] } | null;
  readonly displayImage: string | null;
  /** In display order, archived ones included. */
  readonly achievements: readonly Achievement[];
  /** The stats that requirements and readers may name. */
  readonly stats: readonly StatDefinition[];
  /** The events that may be sent; without it none may. */
  readonly events?: readonly EventDefinition[];
  /**
   * Present when the document was made from recorded answers: how many achievements the service
   * that was recorded said there are, which may be more than were seen.
   */
  readonly recorded?: { readonly achievements: number };
};

/** How many achievements the title is known to have without their definitions being known. */
export function unseenAchievements({ recorded, achievements }: Title): number {
  return Math.max(0, (recorded?.achievements ?? 0) - achievements.length);
}

/** A stat that a title keeps for each player. Source: wire contract §10.1 [D]. */
export type StatDefinition = {
  readonly name: string;
  readonly type: StatType;
  /** How events change it; without it only what is imported does. */
  readonly rule?: StatRule;
};

/** Whether the title itself reports progress on an achievement; events do on the others. */
export function isReported({ requirements }: Pick<Achievement, 'requirements'>): boolean {
  return requirements.every(({ on }) => on === 'Percent');
}

/**
 * @returns whether the achievement can be unlocked at that moment; one without a window always can
 */
export function isOpenAt(window: TimeWindow | null, at: Instant): boolean {
  return window === null || (window.start <= at && at <= window.end);
}

const indexes = new WeakMap<Title, ReadonlyMap<AchievementId, Achievement>>();

/** @returns the achievement with that id, archived or not */
export function findAchievement(title: Title, id: AchievementId): Achievement | undefined {
  let index = indexes.get(title);
  if (index === undefined) {
    index = new Map(title.achievements.map((achievement) => [achievement.id, achievement]));
    indexes.set(title, index);
  }
  return index.get(id);
}

/**
 * @returns the achievement with that id, archived or not
 * @throws {Refusal} `UnknownAchievement`
 */
export function achievementOf(title: Title, id: AchievementId): Achievement {
  const achievement = findAchievement(title, id);
  if (achievement) return achievement;
  throw new Refusal(
    'UnknownAchievement',
    `achievement ${quoted(id)} is not in service configuration ${title.scid}`,
  );
}

/** The definition of the stat that a key is of, in any case, whatever it is kept apart by. */
export function statOfKey(
  { stats }: Pick<Title, 'stats'>,
  key: string,
): StatDefinition | undefined {
  const name = statNameIn(key);
  const exact = stats.find((stat) => stat.name === name);
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  return stats.find((stat) => stat.name.toLowerCase() === lower);
}

/** A key as records have it: the name of a stat matches in any case, values are as they are. */
export function definedKey(title: Pick<Title, 'stats'>, key: string): string {
  const defined = statOfKey(title, key);
  return defined === undefined ? key : defined.name + key.slice(defined.name.length);
}
