import { z } from 'zod';
import { WireDate, WireGuid, WireXuid } from '../codec/date.ts';
import { isXuidText } from '../codec/segment.ts';
import { shown } from '../codec/text.ts';

/** More users, configurations or stats in one request are refused. Source: [I]. */
export const statsRequestMax = { users: 100, configurations: 10, stats: 100 } as const;

/** A stat's name. */
export const StatName = z
  .string({ error: 'must be the name of a stat' })
  .min(1, 'must be the name of a stat')
  .max(128, 'must be at most 128 characters');

/** A stat with all the names its parts go by. Values are text. Source: wire contract §10.3. */
export const Stat = z
  .object({
    groupproperties: z.record(z.string(), z.string()),
    xuid: WireXuid,
    scid: WireGuid,
    titleid: z.string(),
    name: z.string(),
    statname: z.string(),
    type: z.string(),
    value: z.string(),
    properties: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Stat' });

const StatsOfScid = z.object({ scid: WireGuid, stats: z.array(Stat) });

const StatList = z.object({
  arrangebyfield: z.literal('xuid'),
  arrangebyfieldid: WireXuid,
  stats: z.array(Stat),
});

/** One player's stats: three incompatible descriptions in one object. Source: §10.3 [D][C][X]. */
export const PlayerStats = z
  .object({
    xuid: WireXuid,
    gamertag: z.string(),
    user: z.object({ xuid: WireXuid, gamertag: z.string(), stats: z.array(Stat) }),
    scids: z.array(StatsOfScid),
    stats: z.array(Stat),
    statlistscollection: z.array(StatList),
  })
  .meta({ id: 'PlayerStats' });

const xuids = z
  .array(
    z
      .union([z.string(), z.int()], { error: 'must be an xuid' })
      .transform(String)
      .refine(isXuidText, 'must be an xuid: 1 to 2^64-1 in decimal digits'),
    { error: 'must be an array of xuids' },
  )
  .min(1, 'must hold at least one xuid')
  .max(statsRequestMax.users, `must hold at most ${statsRequestMax.users} xuids`);

const Scid = z
  .string({ error: 'must be a GUID' })
  .toLowerCase()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a GUID');

/** As XSAPI asks. Source: wire contract §10.3 [X]. */
const StatsByScid = z.object({
  requestedusers: xuids,
  requestedscids: z
    .array(
      z.object({
        scid: Scid,
        requestedstats: z
          .array(StatName, { error: 'must be an array' })
          .max(statsRequestMax.stats, `must hold at most ${statsRequestMax.stats} names`),
      }),
      { error: 'must be an array' },
    )
    .max(
      statsRequestMax.configurations,
      `must hold at most ${statsRequestMax.configurations} service configurations`,
    ),
});

const TitleId = z
  .union([z.string(), z.int()], { error: 'must be a title id' })
  .transform((value, context) => {
    const number = /^[0-9]{1,10}$/.test(String(value)) ? Number(value) : 0;
    if (number >= 1 && number <= 0xffffffff) return number;
    const message = `must be a title id: 1 to 4294967295; got ${shown(value)}`;
    context.addIssue({ code: 'custom', message, input: value });
    return z.NEVER;
  });

const Named = z.object({ name: StatName, titleId: TitleId.optional(), scid: Scid.optional() });

/** As title hub readers ask. Source: wire contract §10.3 [C]. */
const StatsByTitle = z.object({
  arrangebyfield: z.string().optional(),
  xuids,
  groups: z.array(Named).max(statsRequestMax.configurations).nullish(),
  stats: z.array(Named).max(statsRequestMax.stats).nullish(),
});

/** A body that asks for the stats of several players, in either of two forms. */
export const StatsAsked = z
  .unknown()
  .transform((body, context) => {
    const isByTitle = typeof body === 'object' && body !== null && 'xuids' in body;
    const result = (isByTitle ? StatsByTitle : StatsByScid).safeParse(body);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues.slice(0, 20)) {
      context.addIssue({ code: 'custom', path, message, input: body });
    }
    return z.NEVER;
  })
  .meta({ id: 'StatsAsked' });

/** Stats of several players, in the form of the request. Source: wire contract §10.3 [C][X]. */
export const StatsBatch = z
  .union([
    z.object({
      users: z.array(
        z.object({ gamertag: z.string(), xuid: WireXuid, scids: z.array(StatsOfScid) }),
      ),
    }),
    z.object({
      groups: z.array(
        z.object({
          name: z.string(),
          titleid: z.string().optional(),
          statlistscollection: z.array(StatList),
        }),
      ),
      statlistscollection: z.array(StatList),
    }),
  ])
  .meta({ id: 'StatsBatch' });

/** The document of a title-managed configuration's stats. Source: wire contract §10.3 [X][I]. */
export const StatsDocument = z
  .object({
    $schema: z.string(),
    revision: z.int().min(0),
    previousRevision: z.int().min(0),
    timestamp: WireDate,
    stats: z.object({
      title: z.record(z.string(), z.object({ value: z.union([z.string(), z.number()]) })),
    }),
  })
  .meta({ id: 'StatsDocument' });
