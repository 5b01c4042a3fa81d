import { z } from 'zod';
import { UserSegment } from '../codec/segment.ts';
import { anyCaseOf, splitList, textOf } from '../codec/text.ts';
import { route } from '../route.ts';
import { PeopleHub } from '../schema/people.ts';
import { XuidList } from './social.ts';

/** What answers may carry besides, separated by commas; names nobody knows are ignored. */
const Decorations = textOf((text) => splitList(text.toLowerCase()), { rule: 'must be names' });

const hidden = 'the player hides their people list from the caller, or has blocked them';
const unknown = 'there is no such player';

/** Source: wire contract §9.3 [C]. */
export const listDecoratedPeople = route({
  id: 'peoplehub.people',
  host: 'peoplehub',
  method: 'GET',
  path: '/users/:user/people/:group/decoration/:decorations',
  summary: 'The people a player follows, with their profiles',
  params: z.object({
    user: UserSegment,
    group: anyCaseOf(['social', 'favorites']),
    decorations: Decorations,
  }),
  answers: { 200: PeopleHub },
  refusals: { 403: hidden, 404: unknown },
});

/** Source: wire contract §9.3 [C]. */
export const listPlainPeople = route({
  id: 'peoplehub.plainPeople',
  host: 'peoplehub',
  method: 'GET',
  path: '/users/:user/people/:group',
  summary: 'The people a player follows, with their profiles and nothing besides',
  params: z.object({ user: UserSegment, group: anyCaseOf(['social', 'favorites']) }),
  answers: { 200: PeopleHub },
  refusals: { 403: hidden, 404: unknown },
});

/** Any players, followed or not. Source: wire contract §9.3 [C]. */
export const listDecoratedBatch = route({
  id: 'peoplehub.batch',
  host: 'peoplehub',
  method: 'POST',
  path: '/users/:user/people/batch/decoration/:decorations',
  summary: 'The players asked for, with their profiles',
  params: z.object({ user: UserSegment, decorations: Decorations }),
  body: XuidList,
  answers: { 200: PeopleHub },
  refusals: { 403: 'the path names another player than the caller' },
});
