import { z } from 'zod';
import { ScidText, UserSegment, XuidText } from '../codec/segment.ts';
import { anyCaseOf, splitList, textOf } from '../codec/text.ts';
import { route } from '../route.ts';
import {
  PlayerStats,
  StatsAsked,
  StatsBatch,
  StatsDocument,
  statsRequestMax,
} from '../schema/userstats.ts';

const StatNames = textOf(
  (text): readonly string[] | undefined => {
    const names = splitList(text);
    const isGood = names.length > 0 && names.length <= statsRequestMax.stats;
    return isGood && names.every((name) => name.length <= 128) ? names : undefined;
  },
  { rule: `must be 1 to ${statsRequestMax.stats} names separated by commas` },
);

const refusals = {
  403: 'the player hides their game history from the caller, or has blocked them',
  404: 'there is no such player',
};

/** Metadata is always there, so the parameter changes nothing. Source: wire contract §10.3. */
const query = z.object({ include: anyCaseOf(['valuemetadata']).optional() });

/** Source: wire contract §10.3 [D][C][X]. */
export const getStats = route({
  id: 'userstats.some',
  host: 'userstats',
  method: 'GET',
  path: '/users/:user/scids/:scid/stats/:names',
  summary: 'Some stats of a player',
  description: 'A stat that has no value is left out.',
  params: z.object({ user: UserSegment, scid: ScidText, names: StatNames }),
  query,
  answers: { 200: PlayerStats },
  refusals,
});

/** Source: wire contract §10.3 [D]. */
export const getAllStats = route({
  id: 'userstats.all',
  host: 'userstats',
  method: 'GET',
  path: '/users/:user/scids/:scid/stats',
  summary: 'All stats of a player in one title',
  params: z.object({ user: UserSegment, scid: ScidText }),
  query,
  answers: { 200: PlayerStats },
  refusals,
});

/** Source: wire contract §10.3 [X][C]. */
export const batchStats = route({
  id: 'userstats.batch',
  host: 'userstats',
  method: 'POST',
  path: '/batch',
  summary: 'Stats of several players, in either of two forms',
  description:
    'Who does not exist, or hides their game history from the caller, is answered without stats.',
  query: z.object({ operation: anyCaseOf(['read']).optional() }),
  body: StatsAsked,
  answers: { 200: StatsBatch },
});

/** Source: wire contract §10.3 [X]. */
export const getStatsDocument = route({
  id: 'statsread.document',
  host: 'statsread',
  method: 'GET',
  path: '/stats/users/:xuid/scids/:scid',
  summary: 'All stats of a player in one title, as one document',
  params: z.object({ xuid: XuidText, scid: ScidText }),
  answers: { 200: StatsDocument },
  refusals: { ...refusals, 404: 'there is no such player or service configuration' },
});
