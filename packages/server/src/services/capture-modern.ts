import type { schema } from '@laurel/contract';
import {
  type Achievement,
  type AchievementId,
  instant,
  type LocalizedText,
  type MediaAsset,
  type Operation,
  type Progress,
  parseScid,
  type Requirement,
  type Reward,
  type StatDefinition,
  type StatValue,
  scid,
  type Title,
} from '@laurel/domain';
import {
  type FromRows,
  figuresOf,
  type Grouped,
  groupById,
  type Recordings,
  type Row,
  type Rows,
  textsOf,
} from './capture-recordings.ts';
import { percentRequirement, titleDefaults } from './title-defaults.ts';

type RecordedAchievement = schema.RecordedAchievement;
type RecordedRequirement = RecordedAchievement['progression']['requirements'][number];
type ModernRows = Rows<RecordedAchievement>;

/** @param recorded has at least one modern row */
export function modernTitleOf(recorded: Recordings): FromRows {
  const [first, ...others] = recorded.modern;
  if (first === undefined) throw new Error('a title needs at least one row');
  const defaultLocale = first.locale;
  const byId = groupById(recorded.modern);
  const system = byId.some(({ rows }) => isEventBased(rows)) ? 'EventBased' : 'TitleManaged';
  const platforms = mostCommon(recorded.modern.map(({ row }) => row.platforms));
  const title: Title = {
    titleId: recorded.titleId,
    scid: scid(first.row.serviceConfigId),
    version: 1,
    name: textsOf([first, ...others], {
      defaultLocale,
      pick: (row) => row.titleAssociations[0]?.name ?? '',
    }),
    defaultLocale,
    generation: 'Modern',
    system,
    public: true,
    retired: false,
    titleType: recorded.history[0]?.row.titleType ?? titleDefaults.titleType,
    platforms,
    legacy: null,
    displayImage: null,
    achievements: byId.map((one) => achievementOf(one, { system, defaultLocale })),
    stats: system === 'EventBased' ? statsOf(recorded.modern) : [],
    recorded: { achievements: Math.max(recorded.total, byId.length) },
  };
  return { title, state: stateOf(byId, system), figures: figuresOf(byId) };
}

/** Source: wire contract §4.5: a title-managed one has the zero GUID, or nothing once achieved. */
function isEventBased(rows: ModernRows): boolean {
  return rows.some(({ row }) =>
    row.progression.requirements.some(({ id }) => id !== percentRequirement.id),
  );
}

function mostCommon(lists: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, { list: readonly string[]; count: number }>();
  for (const list of lists) {
    const known = counts.get(list.join());
    counts.set(list.join(), { list, count: (known?.count ?? 0) + 1 });
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most?.list ?? titleDefaults.platforms.Modern;
}

function achievementOf(
  { id, rows }: Grouped<RecordedAchievement>,
  { system, defaultLocale }: Pick<Title, 'system' | 'defaultLocale'>,
): Achievement {
  const [{ row }] = rows;
  const texts = (pick: (row: RecordedAchievement) => string) =>
    textsOf(rows, { defaultLocale, pick });
  const gamerscore = row.rewards.find(({ type }) => type === 'Gamerscore')?.value;
  return {
    id,
    name: texts(({ name }) => name),
    description: texts(({ description }) => description),
    lockedDescription: texts(({ lockedDescription }) => lockedDescription),
    mediaAssets: row.mediaAssets,
    gamerscore: Number(gamerscore ?? 0),
    rewards: row.rewards.map((reward, index) => rewardOf(reward, { texts, index })),
    secret: row.isSecret,
    set: titleDefaults.set,
    type: row.achievementType,
    participation: row.participationType,
    timeWindow: row.timeWindow && {
      start: instant(row.timeWindow.startDate),
      end: instant(row.timeWindow.endDate),
    },
    requirements:
      system === 'EventBased'
        ? furthest(rows).progression.requirements.map(requirementOf)
        : [percentRequirement],
    deeplink: row.deeplink,
    estimatedTime: row.estimatedTime,
    platforms: row.platforms,
    productId: parseScid(row.productId) ?? row.productId,
    archived: false,
    legacy: null,
  };
}

type Texts = (pick: (row: RecordedAchievement) => string) => LocalizedText;

function rewardOf(
  reward: RecordedAchievement['rewards'][number],
  { texts, index }: { texts: Texts; index: number },
): Reward {
  const localized = (member: 'name' | 'description'): LocalizedText | null => {
    if (reward[member] === null) return null;
    return texts(({ rewards }) => rewards[index]?.[member] ?? '');
  };
  const mediaAsset: MediaAsset | null = reward.mediaAsset;
  const { type, value, valueType } = reward;
  return {
    type,
    name: localized('name'),
    description: localized('description'),
    value,
    valueType,
    mediaAsset,
  };
}

type Named = Pick<Requirement, 'operation' | 'operationSpelling'>;

const operations: Readonly<Record<string, Named>> = {
  Minimum: { operation: 'Minimum' },
  MINIMUM: { operation: 'Minimum', operationSpelling: 'MINIMUM' },
  minimum: { operation: 'Minimum', operationSpelling: 'minimum' },
  Maximum: { operation: 'Maximum' },
  MAXIMUM: { operation: 'Maximum', operationSpelling: 'MAXIMUM' },
  maximum: { operation: 'Maximum', operationSpelling: 'maximum' },
  Sum: { operation: 'Sum' },
  SUM: { operation: 'Sum', operationSpelling: 'SUM' },
  sum: { operation: 'Sum', operationSpelling: 'sum' },
};

const sum: Named = { operation: 'Sum' satisfies Operation };

function requirementOf({ id, target, operationType, valueType }: RecordedRequirement): Requirement {
  const lower = id.toLowerCase();
  const named = operations[operationType] ?? sum;
  return { id: lower, on: { stat: statNameOf(lower) }, target, ...named, valueType };
}

/** Answers do not name the stat of a requirement; this name is the same at every import. */
function statNameOf(requirementId: string): string {
  return `Requirement_${requirementId.toLowerCase().replaceAll('-', '')}`;
}

function statsOf(rows: readonly Row<RecordedAchievement>[]): readonly StatDefinition[] {
  const byName = new Map<string, StatDefinition>();
  for (const { row } of rows) {
    for (const { id, valueType } of row.progression.requirements) {
      const name = statNameOf(id);
      byName.set(name, { name, type: valueType });
    }
  }
  return [...byName.values()];
}

const ranks = { NotStarted: 0, InProgress: 1, Achieved: 2 };

/** Of several recordings of one achievement the one that had come furthest. */
function furthest(rows: ModernRows): RecordedAchievement {
  const [first, ...others] = rows;
  const rankOf = ({ progressState, progression }: RecordedAchievement) =>
    ranks[progressState] + (progression.requirements.length > 0 ? 0.5 : 0);
  return others.reduce((best, { row }) => (rankOf(row) >= rankOf(best) ? row : best), first.row);
}

function stateOf(
  byId: readonly Grouped<RecordedAchievement>[],
  system: Title['system'],
): FromRows['state'] {
  const progress = new Map<AchievementId, Progress>();
  const stats = new Map<string, StatValue>();
  const revoked = new Set<AchievementId>();
  for (const { id, rows } of byId) {
    const row = furthest(rows);
    const is = progressOf(row, system);
    if (is !== null) progress.set(id, is);
    if (row.isRevoked && row.progressState === 'Achieved') revoked.add(id);
    if (system !== 'EventBased') continue;
    for (const { id: requirement, current } of row.progression.requirements) {
      if (current !== null) stats.set(statNameOf(requirement), current);
    }
  }
  return { progress, stats, revoked };
}

/** What an event-based achievement is in progress by follows from its stats, where they say so. */
function progressOf(
  { progressState, progression }: RecordedAchievement,
  system: Title['system'],
): Progress | null {
  if (progressState === 'NotStarted') return null;
  if (progressState === 'Achieved') {
    const unlockedAt = instant(progression.timeUnlocked);
    return { state: 'Achieved', percent: 100, unlockedAt };
  }
  const currents = progression.requirements.map(({ current }) => Number(current ?? 0));
  if (system === 'EventBased' && currents.some((current) => current > 0)) return null;
  const percent = Math.round(currents[0] ?? 1);
  return { state: 'InProgress', percent: Math.max(1, Math.min(99, percent)) };
}
