import { z } from 'zod';
import { TitleIdText } from '../codec/segment.ts';
import { type Route, route } from '../route.ts';
import {
  MadeSigningKey,
  MadeTitleServerKey,
  NewTitleServerKey,
  TitleServerKeyList,
} from '../schema/tokens.ts';

const management = { host: 'management', audience: 'manager' } as const satisfies Partial<Route>;

const ofTitle = z.object({ titleId: TitleIdText });

/** Never shows a key itself. */
export const listTitleServerKeys = route({
  ...management,
  id: 'management.listTitleServerKeys',
  method: 'GET',
  path: '/titles/:titleId/keys',
  summary: "A title's server keys, revoked ones too",
  params: ofTitle,
  answers: { 200: TitleServerKeyList },
});

/** The key is in this one answer. */
export const addTitleServerKey = route({
  ...management,
  id: 'management.addTitleServerKey',
  method: 'POST',
  path: '/titles/:titleId/keys',
  summary: 'Make a key with which a service reports for the players of a title',
  description:
    'The answer shows the key this once; only its hash is kept. A service sends it as `Authorization: Bearer <key>`, with `X-Laurel-Sandbox` for a sandbox other than RETAIL.',
  params: ofTitle,
  body: NewTitleServerKey,
  answers: { 201: MadeTitleServerKey },
  refusals: { 409: 'the title has too many keys in force' },
});

/** Those for whom the key vouched can get no new tokens either. */
export const revokeTitleServerKey = route({
  ...management,
  id: 'management.revokeTitleServerKey',
  method: 'DELETE',
  path: '/titles/:titleId/keys/:keyId',
  summary: 'Revoke a key; it opens nothing from now on',
  params: z.object({ titleId: TitleIdText, keyId: z.string().max(64) }),
  answers: { 204: null },
  refusals: { 404: 'the title has no such key in force' },
});

/** The public keys are at `/.well-known/jwks.json`. */
export const rotateSigningKey = route({
  ...management,
  id: 'management.rotateSigningKey',
  method: 'POST',
  path: '/signing-keys',
  summary: 'Make a key that signs tokens from now on; tokens of older keys stay good',
  answers: { 201: MadeSigningKey },
});
