import { z } from 'zod';
import { isXuidText, UserSegment } from '../codec/segment.ts';
import { anyCaseOf, wholeText } from '../codec/text.ts';
import { route } from '../route.ts';
import { PeoplePage, PeopleSummary, Person } from '../schema/people.ts';

/** More ids in one request are refused. Source: the limit of a people list, [I]. */
export const peoplePerRequestMax = 1000;

const params = z.object({ user: UserSegment });
const hidden = 'the player hides their people list from the caller, or has blocked them';
const unknown = 'there is no such player';
const whole = wholeText({ min: 0, max: 2 ** 31 - 1 });

/** Source: wire contract §9.3 [D][X]. */
export const listPeople = route({
  id: 'social.people',
  host: 'social',
  method: 'GET',
  path: '/users/:user/people',
  summary: 'The people a player follows',
  params,
  query: z.object({
    view: anyCaseOf(['All', 'FriendList', 'Favorite', 'LegacyXboxLiveFriends']).optional(),
    startIndex: whole.optional(),
    maxItems: whole.optional(),
  }),
  answers: { 200: PeoplePage },
  refusals: { 403: `${hidden}; or a view other than All of another player`, 404: unknown },
});

/** Source: wire contract §9.3 [D]. */
export const getPerson = route({
  id: 'social.person',
  host: 'social',
  method: 'GET',
  path: '/users/:user/people/:target',
  summary: 'One of the people a player follows',
  params: z.object({ user: UserSegment, target: UserSegment }),
  answers: { 200: Person },
  refusals: { 403: hidden, 404: 'there is no such player, or they are not followed' },
});

/** The body of a request for some of a player's people. */
export const XuidList = z.object({
  xuids: z
    .array(
      z.string({ error: 'must be an xuid' }).refine(isXuidText, {
        error: 'must be an xuid: 1 to 2^64-1 in decimal digits',
      }),
      { error: 'must be an array' },
    )
    .max(peoplePerRequestMax, `must hold at most ${peoplePerRequestMax} xuids`),
});

/** Source: wire contract §9.3 [D]. */
export const listSomePeople = route({
  id: 'social.peopleByXuid',
  host: 'social',
  method: 'POST',
  path: '/users/:user/people/xuids',
  summary: 'Those of the people asked for whom a player follows',
  params,
  body: XuidList,
  answers: { 200: PeoplePage },
  refusals: { 403: hidden, 404: unknown },
});

/** Source: wire contract §9.3 [C]. */
export const getPeopleSummary = route({
  id: 'social.summary',
  host: 'social',
  method: 'GET',
  path: '/users/:user/summary',
  summary: 'How many people a player follows and is followed by',
  params,
  answers: { 200: PeopleSummary },
  refusals: { 403: hidden, 404: unknown },
});
