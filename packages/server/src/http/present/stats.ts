import type { schema } from '@laurel/contract';
import { never, type Xuid } from '@laurel/domain';
import type { z } from 'zod';
import type { StatsOfPlayer, StatsOfTitle } from '../../services/stats.ts';

type WireStat = z.output<typeof schema.Stat>;
type StatList = { arrangebyfield: 'xuid'; arrangebyfieldid: Xuid; stats: WireStat[] };

/** One stat with all the names its parts go by. Source: wire contract §10.3 [D][C][X]. */
export function presentStats(xuid: Xuid, { title, stats }: StatsOfTitle): WireStat[] {
  return stats.map(({ name, type, value }) => ({
    groupproperties: {},
    xuid,
    scid: title.scid,
    titleid: String(title.titleId),
    name,
    statname: name,
    type,
    value,
    properties: { DisplayName: name },
  }));
}

/** One player's stats: three incompatible descriptions in one object. Source: §10.3 [D][C][X]. */
export function presentPlayerStats({
  xuid,
  gamertag,
  titles,
}: StatsOfPlayer): z.output<typeof schema.PlayerStats> {
  const scids = titles.map((of) => ({ scid: of.title.scid, stats: presentStats(xuid, of) }));
  const stats = scids.flatMap((of) => of.stats);
  return {
    xuid,
    gamertag,
    user: { xuid, gamertag, stats },
    scids,
    stats,
    statlistscollection: [statListOf(xuid, stats)],
  };
}

/** What title hub readers get. Groups of featured stats are configured nowhere here. §10.3 [C] */
export function presentStatLists(
  players: readonly StatsOfPlayer[],
  groups: readonly { name: string; titleId?: number | undefined }[],
): z.output<typeof schema.StatsBatch> {
  return {
    groups: groups.map(({ name, titleId }) => ({
      name,
      ...(titleId !== undefined && { titleid: String(titleId) }),
      statlistscollection: [],
    })),
    statlistscollection: players.map(({ xuid, titles }) =>
      statListOf(
        xuid,
        titles.flatMap((of) => presentStats(xuid, of)),
      ),
    ),
  };
}

/** What XSAPI gets: each configuration asked for, in the order asked. Source: §10.3 [X]. */
export function presentStatUsers(
  players: readonly StatsOfPlayer[],
  scids: readonly string[],
): z.output<typeof schema.StatsBatch> {
  return {
    users: players.map(({ gamertag, xuid, titles }) => ({
      gamertag,
      xuid,
      scids: scids.map((scid) => {
        const of = titles.find(({ title }) => title.scid === scid);
        return { scid, stats: of === undefined ? [] : presentStats(xuid, of) };
      }),
    })),
  };
}

/** All stats of one title as one document; numbers are numbers here. Source: §10.3 [X][I]. */
export function presentStatsDocument({
  stats,
  version,
  lastPlayedAt,
}: StatsOfTitle): z.output<typeof schema.StatsDocument> {
  const values = stats.map(({ name, type, value }) => {
    const isNumber = type === 'Integer' || type === 'Double';
    return [name, { value: isNumber ? Number(value) : value }] as const;
  });
  return {
    $schema: 'http://stats.xboxlive.com/2017-1/schema#',
    revision: version,
    previousRevision: Math.max(0, version - 1),
    timestamp: lastPlayedAt ?? never,
    stats: { title: Object.fromEntries(values) },
  };
}

function statListOf(xuid: Xuid, stats: WireStat[]): StatList {
  return { arrangebyfield: 'xuid', arrangebyfieldid: xuid, stats };
}
