import { z } from 'zod';
import { UserSegment } from '../codec/segment.ts';
import { anyCaseOf } from '../codec/text.ts';
import { route } from '../route.ts';
import {
  PermissionChecked,
  PermissionsAsked,
  PermissionsChecked,
  permissions,
  UserList,
} from '../schema/privacy.ts';

const notYours = 'the path names another player than the caller';
const params = z.object({ user: UserSegment });

/** Source: wire contract §9.2 [D][X]. */
export const validatePermission = route({
  id: 'privacy.validate',
  host: 'privacy',
  method: 'GET',
  path: '/users/:user/permission/validate',
  summary: 'Whether the caller may do something toward one player',
  description: 'The value of `setting` is a permission, whatever its name says.',
  params,
  query: z.object({ setting: anyCaseOf(permissions), target: UserSegment }),
  answers: { 200: PermissionChecked },
  refusals: { 403: notYours, 404: 'there is no such target' },
});

/** Source: wire contract §9.2 [D][X]. */
export const validatePermissions = route({
  id: 'privacy.validateMany',
  host: 'privacy',
  method: 'POST',
  path: '/users/:user/permission/validate',
  summary: 'Which of several permissions the caller has toward each of several users',
  description: 'A user whom nobody knows is answered with the reason NotAllowed.',
  params,
  body: PermissionsAsked,
  answers: { 200: PermissionsChecked },
  refusals: { 403: notYours },
});

/** Source: wire contract §9.2 [D]. */
export const listAvoided = route({
  id: 'privacy.avoid',
  host: 'privacy',
  method: 'GET',
  path: '/users/:user/people/avoid',
  summary: 'The players the caller has blocked',
  params,
  answers: { 200: UserList },
  refusals: { 403: notYours },
});

/** The block list under its older name. Source: wire contract §9.2 [D]. */
export const listNever = route({
  ...listAvoided,
  id: 'privacy.never',
  path: '/users/:user/people/never',
});

/** Source: wire contract §9.2 [D]. */
export const listMuted = route({
  id: 'privacy.mute',
  host: 'privacy',
  method: 'GET',
  path: '/users/:user/people/mute',
  summary: 'The players the caller has muted',
  params,
  answers: { 200: UserList },
  refusals: { 403: notYours },
});
