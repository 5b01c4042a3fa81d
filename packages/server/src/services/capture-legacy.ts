import type { schema } from '@laurel/contract';
import {
  type Achievement,
  type AchievementId,
  instant,
  type LegacyTraits,
  type Progress,
  type Scid,
  scid,
  type Title,
} from '@laurel/domain';
import {
  type FromRows,
  figuresOf,
  type Grouped,
  groupById,
  type Recordings,
  type Rows,
  textsOf,
} from './capture-recordings.ts';
import {
  defaultScid,
  gamerscoreReward,
  percentRequirement,
  titleDefaults,
} from './title-defaults.ts';

type RecordedRow = schema.RecordedLegacyAchievement;

/** How the flags of a row say what was configured; the rest is how it was earned. §2.8 [C][I] */
const configuredFlags = 0xffff;

/** @param recorded has at least one Xbox 360 row */
export function legacyTitleOf(recorded: Recordings): FromRows {
  const [first] = recorded.legacy;
  if (first === undefined) throw new Error('a title needs at least one row');
  const byId = groupById(recorded.legacy);
  const [history] = recorded.legacyHistory;
  const defaultLocale = first.locale;
  const serviceConfig = scid(defaultScid(recorded.titleId));
  const title: Title = {
    titleId: recorded.titleId,
    scid: serviceConfig,
    version: 1,
    name: { [defaultLocale]: history?.row.name ?? `Title ${recorded.titleId}` },
    defaultLocale,
    generation: 'Xbox360',
    system: 'TitleManaged',
    public: true,
    retired: false,
    titleType: titleDefaults.titleType,
    platforms: titleDefaults.platforms.Xbox360,
    legacy: {
      titleType: history?.row.titleType ?? 1,
      platforms: history?.row.platforms ?? [1],
    },
    displayImage: null,
    achievements: byId.map((one) => achievementOf(one, { serviceConfig, defaultLocale })),
    stats: [],
    recorded: { achievements: Math.max(recorded.total, byId.length) },
  };
  return { title, state: stateOf(byId), figures: figuresOf(byId) };
}

function achievementOf(
  { id, rows }: Grouped<RecordedRow>,
  { serviceConfig, defaultLocale }: { serviceConfig: Scid; defaultLocale: string },
): Achievement {
  const [{ row }] = rows;
  const texts = (pick: (row: RecordedRow) => string) => textsOf(rows, { defaultLocale, pick });
  return {
    id,
    name: texts(({ name }) => name),
    description: texts(({ description }) => description),
    lockedDescription: texts(({ lockedDescription }) => lockedDescription),
    mediaAssets: [{ name: `${row.imageId}`, type: 'Icon', url: iconUrl(row) }],
    gamerscore: row.gamerscore,
    rewards: row.gamerscore > 0 ? [gamerscoreReward(row.gamerscore)] : [],
    secret: row.isSecret,
    set: titleDefaults.set,
    type: 'Persistent',
    participation: 'Individual',
    timeWindow: null,
    requirements: [percentRequirement],
    deeplink: '',
    estimatedTime: titleDefaults.estimatedTime,
    platforms: titleDefaults.platforms.Xbox360,
    productId: serviceConfig,
    archived: false,
    legacy: traitsOf(rows),
  };
}

/** As clients compose it. Source: wire contract §2.8 [W]. */
function iconUrl({ titleId, imageId }: RecordedRow): string {
  return `https://image-ssl.xboxlive.com/global/t.${titleId.toString(16)}/ach/0/${imageId.toString(16)}`;
}

/** How it is earned is only in the rows of who has earned it. */
function traitsOf(rows: Rows<RecordedRow>): LegacyTraits {
  const [{ row }] = rows;
  const earned = rows.find((one) => one.row.unlocked)?.row;
  return {
    imageId: row.imageId,
    sequence: earned?.sequence ?? 0,
    flags: row.flags & configuredFlags,
    earnedFlags: earned ? (earned.flags & ~configuredFlags) >>> 0 : titleDefaults.legacyEarnedFlags,
    platform: earned?.platform ?? titleDefaults.legacyPlatform,
  };
}

/** A locked row says nothing of the player: the list of all achievements shows every one locked. */
function stateOf(byId: readonly Grouped<RecordedRow>[]): FromRows['state'] {
  const progress = new Map<AchievementId, Progress>();
  const revoked = new Set<AchievementId>();
  for (const { id, rows } of byId) {
    const earned = rows.find(({ row }) => row.unlocked)?.row;
    if (earned === undefined) continue;
    progress.set(id, {
      state: 'Achieved',
      percent: 100,
      unlockedAt: instant(earned.timeUnlocked),
    });
    if (earned.isRevoked) revoked.add(id);
  }
  return { progress, stats: new Map(), revoked };
}
