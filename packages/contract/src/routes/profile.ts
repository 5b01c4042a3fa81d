import { z } from 'zod';
import { UserSegment } from '../codec/segment.ts';
import { anyCaseOf, splitList, textOf } from '../codec/text.ts';
import { route } from '../route.ts';
import { Profiles, ProfilesAsked } from '../schema/profile.ts';

/** Names of settings, separated by commas; names nobody knows are left out of the answer. */
const SettingNames = textOf(
  (text) => {
    const names = splitList(text);
    return names.length <= 64 ? names : undefined;
  },
  { rule: 'must be at most 64 names separated by commas' },
);

const query = z.object({ settings: SettingNames.optional() });
const restricted = 'a setting is asked for that tells who a player is outside the game';

/** Source: wire contract §9.4 [D][C]. */
export const batchProfiles = route({
  id: 'profile.batch',
  host: 'profile',
  method: 'POST',
  path: '/users/batch/profile/settings',
  summary: 'The profiles of several players',
  description: 'Answered whole or not at all.',
  audience: 'token',
  body: ProfilesAsked,
  answers: { 200: Profiles },
  refusals: { 403: restricted, 404: 'one of the players does not exist' },
});

/** Source: wire contract §9.4 [D]. */
export const getProfile = route({
  id: 'profile.one',
  host: 'profile',
  method: 'GET',
  path: '/users/:user/profile/settings',
  summary: 'The profile of a player',
  description: 'Without `settings` it answers all that are for everyone.',
  audience: 'token',
  params: z.object({ user: UserSegment }),
  query,
  answers: { 200: Profiles },
  refusals: { 403: restricted, 404: 'there is no such player' },
});

/** An older path for the same. Source: @xboxreplay/xboxlive-api 3.4.3 asks for it [W]. */
export const getProfileByOldPath = route({
  ...getProfile,
  id: 'profile.oneByOldPath',
  path: '/users/:user/settings',
  summary: 'The same, by the path that older clients ask for',
});

/** Source: wire contract §9.4 [D]. */
export const listPeopleProfiles = route({
  id: 'profile.people',
  host: 'profile',
  method: 'GET',
  path: '/users/:user/profile/settings/people/:group',
  summary: 'The profiles of the people a player follows',
  params: z.object({ user: UserSegment, group: anyCaseOf(['people', 'social', 'favorites']) }),
  query,
  answers: { 200: Profiles },
  refusals: {
    403: `${restricted}; or the player hides their people list from the caller`,
    404: 'there is no such player',
  },
});
