import { z } from 'zod';
import { type FormProblem, problemsOf } from './problems.ts';

/*
 * Answers of the real service as they were recorded: what our own answers have, without the members
 * we add, and lenient where another recording may differ.
 */

const GuidText = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a GUID');

const TextOrNothing = z
  .string()
  .nullable()
  .transform((text) => text ?? '');

const DateText = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/, 'must be a UTC date');

const RecordedPicture = z.object({
  name: TextOrNothing,
  type: z.enum(['Icon', 'Art', 'ChallengePromoIcon']),
  url: z.string().max(2048),
});

const RecordedRequirement = z.object({
  id: GuidText,
  current: z.string().nullable(),
  target: z.string(),
  operationType: z.string(),
  valueType: z.enum(['Integer', 'Double']),
});

const RecordedRarity = z.object({ currentPercentage: z.number().min(0).max(100) });

/** A row of contract versions 2 and 4. Source: wire contract §4.1 [C]. */
const RecordedAchievement = z.object({
  id: z.string().regex(/^\d{1,10}$/, 'must be a number as text'),
  serviceConfigId: GuidText,
  name: TextOrNothing,
  titleAssociations: z
    .array(z.object({ name: TextOrNothing, id: z.int().min(1).max(4294967295) }))
    .min(1),
  progressState: z.enum(['Achieved', 'InProgress', 'NotStarted']),
  progression: z.object({
    requirements: z
      .array(RecordedRequirement)
      .nullable()
      .transform((requirements) => requirements ?? []),
    timeUnlocked: DateText,
  }),
  mediaAssets: z.array(RecordedPicture),
  platforms: z.array(z.string()).min(1),
  isSecret: z.boolean(),
  description: TextOrNothing,
  lockedDescription: TextOrNothing,
  productId: GuidText,
  achievementType: z.enum(['Persistent', 'Challenge']),
  participationType: z.enum(['Individual', 'Group']),
  timeWindow: z.object({ startDate: DateText, endDate: DateText }).nullable(),
  rewards: z.array(
    z.object({
      name: z.string().nullable(),
      description: z.string().nullable(),
      value: TextOrNothing,
      type: z.enum(['Gamerscore', 'InApp', 'Art']),
      mediaAsset: RecordedPicture.nullable().default(null),
      valueType: z.enum(['Int', 'String']),
    }),
  ),
  estimatedTime: z.string(),
  deeplink: z.string().nullable(),
  isRevoked: z.boolean(),
  rarity: RecordedRarity.optional(),
});

/** A row of contract versions 1 and 3, or of `titleachievements`. Source: §2.8 [C]. */
const RecordedLegacyAchievement = z.object({
  id: z.int().min(0).max(4294967295),
  titleId: z.int().min(1).max(4294967295),
  name: TextOrNothing,
  sequence: z.int().min(0).max(4294967295),
  flags: z.int().min(0).max(4294967295),
  unlocked: z.boolean(),
  isSecret: z.boolean(),
  platform: z.int().min(0).max(255),
  gamerscore: z.int().min(0),
  imageId: z.int().min(0),
  description: TextOrNothing,
  lockedDescription: TextOrNothing,
  isRevoked: z.boolean(),
  timeUnlocked: DateText,
  rarity: RecordedRarity.optional(),
});

/** A played title, of either generation. Source: §2.7 [C]. */
const RecordedTitle = z.object({ titleId: z.int().min(1).max(4294967295), name: TextOrNothing });
const RecordedModernTitle = RecordedTitle.extend({
  serviceConfigId: GuidText,
  titleType: z.string(),
  lastUnlock: DateText,
});
const RecordedLegacyTitle = RecordedTitle.extend({
  titleType: z.int().min(0),
  platforms: z.array(z.int().min(0)),
  lastPlayed: DateText,
});

/** An achievement as contract versions 2 and 4 were recorded to show it. */
export type RecordedAchievement = z.output<typeof RecordedAchievement>;
/** An Xbox 360 achievement as it was recorded. */
export type RecordedLegacyAchievement = z.output<typeof RecordedLegacyAchievement>;
/** A played title as contract versions 2 and 4 were recorded to show it. */
export type RecordedModernTitle = z.output<typeof RecordedModernTitle>;
/** A played Xbox 360 title as it was recorded. */
export type RecordedLegacyTitle = z.output<typeof RecordedLegacyTitle>;

/** A recorded answer, by what it holds. `totalRecords` is the whole collection's. */
export type RecordedAnswer =
  | {
      readonly kind: 'Achievements';
      readonly rows: readonly RecordedAchievement[];
      readonly totalRecords: number;
    }
  | {
      readonly kind: 'LegacyAchievements';
      readonly rows: readonly RecordedLegacyAchievement[];
      readonly totalRecords: number;
    }
  | { readonly kind: 'Titles'; readonly rows: readonly RecordedModernTitle[] }
  | { readonly kind: 'LegacyTitles'; readonly rows: readonly RecordedLegacyTitle[] }
  | { readonly kind: 'Malformed'; readonly problems: readonly FormProblem[] }
  /** JSON of another kind, or a list without rows. */
  | { readonly kind: 'Other' };

const Paged = z.object({ pagingInfo: z.object({ totalRecords: z.int().min(0) }).partial() });

/** Reads a recorded answer: a list or one achievement of either generation, or a title history. */
export function readRecordedAnswer(json: unknown): RecordedAnswer {
  const { achievements, achievement, titles } = Object(json);
  const single = achievement === undefined ? undefined : [achievement];
  const rows: unknown = achievements ?? single ?? titles;
  if (!Array.isArray(rows) || rows.length === 0) return { kind: 'Other' };
  const paged = Paged.safeParse(json);
  const totalRecords = (paged.success && paged.data.pagingInfo.totalRecords) || rows.length;
  const names = Object.keys(Object(rows[0]));
  if (rows !== titles) {
    const member = 'achievements';
    if (names.includes('imageId')) {
      const read = readRows(RecordedLegacyAchievement, { member, rows });
      return 'kind' in read ? read : { kind: 'LegacyAchievements', totalRecords, ...read };
    }
    const read = readRows(RecordedAchievement, { member, rows });
    return 'kind' in read ? read : { kind: 'Achievements', totalRecords, ...read };
  }
  const member = 'titles';
  if (names.includes('lastUnlock')) {
    const read = readRows(RecordedModernTitle, { member, rows });
    return 'kind' in read ? read : { kind: 'Titles', ...read };
  }
  if (!names.includes('lastPlayed')) return { kind: 'Other' };
  const read = readRows(RecordedLegacyTitle, { member, rows });
  return 'kind' in read ? read : { kind: 'LegacyTitles', ...read };
}

/** @param member what the rows are called in the answer, so that a problem is told at its place */
function readRows<Row extends z.ZodType>(
  row: Row,
  { member, rows }: { member: string; rows: unknown },
): { rows: z.output<Row>[] } | { kind: 'Malformed'; problems: FormProblem[] } {
  const result = z.array(row).safeParse(rows);
  if (result.success) return { rows: result.data };
  const problems = problemsOf(result.error.issues, rows);
  const placed = problems.map((problem) => ({ ...problem, path: `/${member}${problem.path}` }));
  return { kind: 'Malformed', problems: placed };
}
