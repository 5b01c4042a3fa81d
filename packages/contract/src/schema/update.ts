import { z } from 'zod';
import { isXuidText } from '../codec/segment.ts';
import { shown } from '../codec/text.ts';

/** More than 100 entries are refused. Source: wire contract §5.1 [W]. */
export const reportsPerRequestMax = 100;

/** Text, or a whole number, which clients send as well. Source: wire contract §2.2. */
function textOrWhole(accept: (text: string) => boolean, rule: string) {
  return z.union([z.string(), z.int()], { error: rule }).transform((value, context) => {
    const text = String(value).trim();
    if (accept(text)) return text;
    context.addIssue({ code: 'custom', message: rule, input: value });
    return z.NEVER;
  });
}

/**
 * A percent: a whole number of 0 or more, or the same as text. Above 100 counts as 100.
 *
 * Source: "Updating Achievements" [D]; wire contract §5.1 [W].
 */
const Percent = z
  .union([z.number(), z.string()], { error: 'must be a whole number of 0 or more' })
  .transform((value, context) => {
    const isDigits = typeof value === 'number' || /^[0-9]+$/.test(value.trim());
    const number = isDigits ? Number(value) : Number.NaN;
    if (Number.isInteger(number) && number >= 0) return Math.min(number, 100);
    const message = `must be a whole number of 0 or more; got ${shown(value)}`;
    context.addIssue({ code: 'custom', message, input: value });
    return z.NEVER;
  });

/**
 * When the player did it, where that is not when the report is sent: our own member, which other
 * services ignore. What is taken of it is clamped (`earnedAtOf` in the domain).
 */
const EarnedAt = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/, 'must be a UTC date ending in Z')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a date of the calendar');

/**
 * How far the title has counted, for an achievement with a counter: our own member, which may stand
 * besides or instead of the percent.
 */
const Count = z
  .int('must be a whole number from 0 to 1000000000')
  .min(0, 'must be a whole number from 0 to 1000000000')
  .max(1_000_000_000, 'must be a whole number from 0 to 1000000000');

/** One line of an update. */
const ReportedLine = z.object({
  id: textOrWhole(
    (text) => /^[A-Za-z0-9_.-]{1,64}$/.test(text),
    'must be an achievement id',
  ).transform((text) => text.replace(/^0+(?=[0-9]+$)/, '')),
  percentComplete: Percent.optional(),
  count: Count.optional(),
  earnedAt: EarnedAt.optional(),
});

/** It says how far the player is, one way or the other. */
const ReportedAchievement = ReportedLine.transform((line, context) => {
  const { percentComplete, count } = line;
  if (percentComplete !== undefined || count !== undefined) {
    return { ...line, percentComplete: percentComplete ?? 0 };
  }
  const message = 'must be a whole number of 0 or more; got "nothing"';
  context.addIssue({ code: 'custom', path: ['percentComplete'], message, input: line });
  return z.NEVER;
});

/**
 * The body of an update, in any key order. `titleId` may be text, and may be absent; `userId` must
 * be the player of the path.
 *
 * Source: wire contract §5.1.
 */
export const ProgressUpdate = z
  .object({
    action: z
      .string({ error: 'must be "progressUpdate"' })
      .refine((action) => action.toLowerCase() === 'progressupdate', 'must be "progressUpdate"'),
    serviceConfigId: z.string({ error: 'must be the GUID of the path' }).toLowerCase(),
    titleId: textOrWhole(
      (text) => /^0*[1-9][0-9]{0,9}$/.test(text) && Number(text) <= 0xffffffff,
      'must be a title id: a number from 1 to 4294967295',
    )
      .transform(Number)
      .optional(),
    userId: textOrWhole(isXuidText, 'must be the xuid of the path'),
    achievements: z
      .array(ReportedAchievement, { error: 'must be an array' })
      .min(1, 'must hold at least one entry')
      .max(reportsPerRequestMax, `must hold at most ${reportsPerRequestMax} entries`),
  })
  .meta({
    id: 'ProgressUpdate',
    examples: [
      {
        action: 'progressUpdate',
        serviceConfigId: '00000000-0000-0000-0000-00006e756f71',
        titleId: 1853190001,
        userId: '2533274800000001',
        achievements: [{ id: '2', percentComplete: 40 }],
      },
    ],
  });

/**
 * Reads the form that shipped clients send: the documented members in their documented types.
 *
 * @returns what the schema gives for it; `undefined` for any other form, good or bad
 */
export function readFrequentUpdate(json: unknown): z.output<typeof ProgressUpdate> | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { action, serviceConfigId, titleId, userId, achievements } = json as Record<
    string,
    unknown
  >;
  if (action !== 'progressUpdate' || typeof serviceConfigId !== 'string') return undefined;
  if (typeof titleId !== 'number' || !Number.isInteger(titleId)) return undefined;
  if (titleId < 1 || titleId > 0xffffffff) return undefined;
  if (typeof userId !== 'string' || !isXuidText(userId)) return undefined;
  if (!Array.isArray(achievements)) return undefined;
  if (achievements.length === 0 || achievements.length > reportsPerRequestMax) return undefined;
  const reported: { id: string; percentComplete: number }[] = [];
  for (const entry of achievements as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null) return undefined;
    const { id, percentComplete, earnedAt, count } = entry as Record<string, unknown>;
    if (earnedAt !== undefined || count !== undefined) return undefined;
    if (typeof id !== 'string' || !/^[1-9][0-9]{0,9}$/.test(id)) return undefined;
    if (typeof percentComplete !== 'number' || !Number.isInteger(percentComplete)) return undefined;
    if (percentComplete < 0) return undefined;
    reported.push({ id, percentComplete: Math.min(percentComplete, 100) });
  }
  const scid = serviceConfigId.toLowerCase();
  return { action, serviceConfigId: scid, titleId, userId, achievements: reported };
}

/** An xuid of nineteen digits is surely one; of twenty, the schema looks how large it is. */
const updateOfXsapi =
  /^\{"action":"progressUpdate","serviceConfigId":"([0-9a-f-]{36})","titleId":([1-9][0-9]{0,9}),"userId":"([1-9][0-9]{0,18})","achievements":\[\{"id":"([1-9][0-9]{0,9})","percentComplete": *(0|[1-9][0-9]{0,8})\}\]\}$/;

/**
 * Reads what the platform's own client writes, member by member in its order, with one achievement.
 * Blanks may stand before the percent.
 *
 * @returns as `readFrequentUpdate`
 *
 * Source: wire contract §5.1 [X].
 */
export function readUpdateOfXsapi(text: string): z.output<typeof ProgressUpdate> | undefined {
  const [, serviceConfigId = '', title, userId = '', id = '', percent] =
    updateOfXsapi.exec(text) ?? [];
  const titleId = Number(title);
  if (!(titleId <= 0xffffffff)) return undefined;
  const percentComplete = Math.min(Number(percent), 100);
  const achievements = [{ id, percentComplete }];
  return { action: 'progressUpdate', serviceConfigId, titleId, userId, achievements };
}

/** What a 200 says: how far each reported achievement is now. Source: wire contract §5.3 [I]. */
export const ProgressUpdated = z
  .object({
    achievements: z.array(
      z.object({
        id: z.string(),
        percentComplete: z.int(),
        progressState: z.enum(['Achieved', 'InProgress', 'NotStarted']),
      }),
    ),
  })
  .meta({
    id: 'ProgressUpdated',
    examples: [{ achievements: [{ id: '2', percentComplete: 40, progressState: 'InProgress' }] }],
  });
