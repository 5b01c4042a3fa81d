import { schema } from '@laurel/contract';
import {
  type Achievement,
  achievementId,
  documentBytesMax,
  errorAt,
  type Finding,
  instant,
  type LegacyTraits,
  type MediaAsset,
  type Operation,
  ownStatKey,
  type Requirement,
  type Reward,
  scid,
  type Title,
  titleId,
} from '@laurel/domain';
import {
  canonicalLocale,
  defaultDeeplink,
  defaultPictureName,
  defaultRequirementId,
  defaultScid,
  gamerscoreReward,
  localizedText,
  percentRequirement,
  titleDefaults,
} from './title-defaults.ts';
import { eventOf, statOf } from './title-document-stats.ts';

/** What a studio writes. */
export type TitleDocument = schema.TitleDocument;
type DocumentAchievement = TitleDocument['achievements'][number];
type DocumentReward = NonNullable<DocumentAchievement['rewards']>[number];
type DocumentRequirement = NonNullable<DocumentAchievement['requirements']>[number];

/** A document that was read, or why it can't be. */
export type ReadTitle =
  | { readonly document: TitleDocument; readonly title: Title; readonly findings: null }
  | { readonly document: null; readonly title: null; readonly findings: readonly Finding[] };

/**
 * Reads a title document's JSON text, at most 4 MiB.
 *
 * @param version which publish of the title it is
 */
export function readTitleText(text: string, version: number): ReadTitle {
  const bytes = Buffer.byteLength(text);
  if (bytes > documentBytesMax) {
    const message = `a title document may have ${documentBytesMax} bytes; got ${bytes}`;
    return unread([errorAt('title-limits', '', message)]);
  }
  try {
    return readTitle(JSON.parse(text), version);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return unread([errorAt('form', '', `the document must be JSON: ${cause.message}`)]);
  }
}

/** The same for JSON that was parsed. */
export function readTitle(json: unknown, version: number): ReadTitle {
  const { document, problems } = schema.readTitleDocument(json);
  if (document === null) {
    return unread(problems.map(({ path, message }) => errorAt('form', path, message)));
  }
  return { document, title: titleOf(document, version), findings: null };
}

function unread(findings: readonly Finding[]): ReadTitle {
  return { document: null, title: null, findings };
}

/** Turns a document into the title it configures; what it leaves out is filled in. */
export function titleOf(document: TitleDocument, version: number): Title {
  const generation = document.generation === 'xbox360' ? 'Xbox360' : 'Modern';
  const title: Omit<Title, 'achievements'> = {
    titleId: titleId(document.titleId),
    scid: scid(document.scid ?? defaultScid(document.titleId)),
    version,
    name: localizedText(document.name, canonicalLocale(document.defaultLocale)),
    defaultLocale: canonicalLocale(document.defaultLocale),
    generation,
    system: systems[document.system ?? 'title-managed'],
    public: document.public ?? true,
    retired: document.retired ?? false,
    titleType: document.titleType ?? titleDefaults.titleType,
    platforms: document.platforms ?? titleDefaults.platforms[generation],
    legacy: document.legacy ?? null,
    displayImage: document.displayImage ?? null,
    stats: (document.stats ?? []).map(statOf),
    ...(document.events !== undefined && { events: document.events.map(eventOf) }),
    ...(document.recorded !== undefined && { recorded: document.recorded }),
  };
  return { ...title, achievements: document.achievements.map((one) => achievementOf(title, one)) };
}

const systems = {
  'title-managed': 'TitleManaged',
  'event-based': 'EventBased',
  mixed: 'Mixed',
} as const satisfies Record<NonNullable<TitleDocument['system']>, Title['system']>;

function achievementOf(title: Omit<Title, 'achievements'>, one: DocumentAchievement): Achievement {
  const text = (given: DocumentAchievement['name']) => localizedText(given, title.defaultLocale);
  const gamerscore = one.gamerscore ?? 0;
  return {
    id: achievementId(one.id),
    name: text(one.name),
    description: text(one.description),
    lockedDescription: text(one.lockedDescription),
    mediaAssets: picturesOf(one),
    gamerscore,
    rewards: rewardsOf(one, title.defaultLocale),
    secret: one.secret ?? false,
    set: one.set ?? titleDefaults.set,
    type: one.type ?? 'Persistent',
    participation: one.participation ?? 'Individual',
    timeWindow: one.timeWindow
      ? { start: instant(one.timeWindow.start), end: instant(one.timeWindow.end) }
      : null,
    requirements: requirementsOf(title, one),
    ...(one.counter !== undefined && { counter: one.counter }),
    deeplink: one.deeplink === undefined ? defaultDeeplink(title.system) : one.deeplink,
    estimatedTime: one.estimatedTime ?? titleDefaults.estimatedTime,
    platforms: one.platforms ?? title.platforms,
    productId: one.productId?.toLowerCase() ?? title.scid,
    archived: one.archived ?? false,
    legacy: one.legacy === undefined ? null : legacyOf(one.legacy),
  };
}

function picturesOf({ icon, mediaAssets = [] }: DocumentAchievement): readonly MediaAsset[] {
  const further = mediaAssets.map(pictureOf);
  if (icon === undefined) return further;
  const { url, name } = typeof icon === 'string' ? { url: icon } : icon;
  return [pictureOf({ type: 'Icon', url, name }), ...further];
}

function pictureOf(picture: {
  type: MediaAsset['type'];
  url: string;
  name?: string | undefined;
}): MediaAsset {
  const { type, url, name = defaultPictureName(url) } = picture;
  return { name, type, url };
}

/** Gamerscore first, unless it is written among the others. Source: wire contract §4.2 [C]. */
function rewardsOf(
  { gamerscore = 0, rewards = [] }: DocumentAchievement,
  defaultLocale: string,
): readonly Reward[] {
  const others = rewards.map((reward) => rewardOf(reward, { gamerscore, defaultLocale }));
  const isWritten = rewards.some(({ type }) => type === 'Gamerscore');
  return gamerscore === 0 || isWritten ? others : [gamerscoreReward(gamerscore), ...others];
}

function rewardOf(
  reward: DocumentReward,
  { gamerscore, defaultLocale }: { gamerscore: number; defaultLocale: string },
): Reward {
  const text = (given: DocumentReward['name']) =>
    given === undefined || given === null ? null : localizedText(given, defaultLocale);
  const { type } = reward;
  const mediaAsset = rewardPicture(reward);
  const defaultValue = type === 'Gamerscore' ? String(gamerscore) : (mediaAsset?.url ?? '');
  return {
    type,
    name: text(reward.name),
    description: text(reward.description),
    value: reward.value ?? defaultValue,
    valueType: reward.valueType ?? (type === 'Gamerscore' ? 'Int' : 'String'),
    mediaAsset,
  };
}

function rewardPicture({ type, value, mediaAsset }: DocumentReward): MediaAsset | null {
  if (mediaAsset === null) return null;
  if (typeof mediaAsset === 'string') return pictureOf({ type: 'Art', url: mediaAsset });
  if (mediaAsset !== undefined) return pictureOf(mediaAsset);
  return type === 'Art' && value !== undefined ? pictureOf({ type: 'Art', url: value }) : null;
}

/** What a title-managed achievement is given nonetheless is kept, for the catalog to find. */
function requirementsOf(
  { system, scid }: Pick<Title, 'system' | 'scid'>,
  { id, requirements, timeWindow }: DocumentAchievement,
): readonly Requirement[] {
  if (requirements === undefined) return system === 'EventBased' ? [] : [percentRequirement];
  return requirements.map((requirement, index) => {
    const { stat } = requirement;
    const ordinal = requirements.slice(0, index).filter((one) => one.stat === stat).length;
    const isOwn = timeWindow !== undefined || requirement.carry === true;
    const key = isOwn ? ownStatKey(stat, ordinal === 0 ? id : `${id}.${ordinal}`) : null;
    return requirementOf(requirement, {
      key,
      defaultId: () => defaultRequirementId({ scid, achievementId: id, stat, ordinal }),
    });
  });
}

type Spelling = NonNullable<DocumentRequirement['operation']>;

const operations = {
  Sum: 'Sum',
  SUM: 'Sum',
  sum: 'Sum',
  Minimum: 'Minimum',
  MINIMUM: 'Minimum',
  minimum: 'Minimum',
  Maximum: 'Maximum',
  MAXIMUM: 'Maximum',
  maximum: 'Maximum',
} as const satisfies Record<Spelling, Operation>;

function isName(spelling: Spelling): spelling is Operation {
  return operations[spelling] === spelling;
}

function requirementOf(
  requirement: DocumentRequirement,
  { key, defaultId }: { key: string | null; defaultId: () => string },
): Requirement {
  const { id, stat, target, operation: spelling = 'Sum', valueType = 'Integer' } = requirement;
  return {
    id: id?.toLowerCase() ?? defaultId(),
    on: { stat, ...(key !== null && { key }), ...(requirement.carry && { carries: true }) },
    target: String(target),
    operation: operations[spelling],
    ...(!isName(spelling) && { operationSpelling: spelling }),
    valueType,
  };
}

function legacyOf(legacy: NonNullable<DocumentAchievement['legacy']>): LegacyTraits {
  return {
    imageId: legacy.imageId,
    sequence: legacy.sequence ?? 0,
    flags: legacy.flags ?? titleDefaults.legacyFlags,
    earnedFlags: legacy.earnedFlags ?? titleDefaults.legacyEarnedFlags,
    platform: legacy.platform ?? titleDefaults.legacyPlatform,
  };
}
