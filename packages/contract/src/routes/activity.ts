import { z } from 'zod';
import { UserSegment } from '../codec/segment.ts';
import { splitList, textOf, wholeText } from '../codec/text.ts';
import { route } from '../route.ts';
import { ActivityPage } from '../schema/activity.ts';

/** Kinds of items or contents; those nobody knows match nothing. */
const Kinds = textOf((text) => splitList(text.toLowerCase()), {
  rule: 'must be names separated by commas',
});

/** Where a page goes on; 0 is behind the last. Source: wire contract §7.1 [W]. */
const ContinuationToken = textOf(
  (text) => (/^[0-9]{1,15}$/.test(text) ? Number(text) : undefined),
  { rule: 'must be a token that a page of this feed gave' },
);

const query = z.object({
  contentTypes: Kinds.optional(),
  activityTypes: Kinds.optional(),
  numItems: wholeText({ min: 0, max: 2 ** 31 - 1 }).optional(),
  contToken: z.union([z.literal('').transform(() => undefined), ContinuationToken]).optional(),
});

const kindsText =
  'Unlocks of one title that lie close together come as one Container; a client that names activityTypes without Container gets each by itself. Kinds other than Achievement are understood and never found.';

/** Source: wire contract §7.1 [W]. */
export const listActivity = route({
  id: 'avty.history',
  host: 'avty',
  method: 'GET',
  path: '/users/:user/activity/History',
  summary: 'What a player unlocked, newest first',
  description: kindsText,
  params: z.object({ user: UserSegment }),
  query,
  answers: { 200: ActivityPage },
  refusals: {
    403: 'the player hides their game history or feed from the caller, or has blocked them',
    404: 'there is no such player',
  },
});

/** The same on the newer host. Source: wire contract §7.1 [W]. */
export const listHubActivity = route({
  ...listActivity,
  id: 'activityhub.history',
  host: 'activityhub',
});

/** Source: the path [I]. */
export const listPeopleActivity = route({
  id: 'avty.people',
  host: 'avty',
  method: 'GET',
  path: '/users/:user/activity/People/People/Feed',
  summary: 'What the people whom the caller follows unlocked, newest first',
  description: `Whoever hides their game history or feed from the caller is left out. ${kindsText}`,
  params: z.object({ user: UserSegment }),
  query,
  answers: { 200: ActivityPage },
  refusals: { 403: 'the path names another player than the caller' },
});

/** The same on the newer host. */
export const listHubPeopleActivity = route({
  ...listPeopleActivity,
  id: 'activityhub.people',
  host: 'activityhub',
});
