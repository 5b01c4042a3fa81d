import { z } from 'zod';
import { type Route, route } from '../route.ts';
import {
  DeviceAuthentication,
  DeviceToken,
  ServiceAuthorization,
  ServiceToken,
  SisuAuthentication,
  SisuAuthorization,
  SisuSignInPage,
  SisuTokens,
  TitleAuthentication,
  TitleEndpoints,
  TitleToken,
  UserAuthentication,
  UserToken,
} from '../schema/tokens.ts';

/** Who has no token yet can ask for one. */
const open = { audience: 'anyone' } as const satisfies Partial<Route>;

const noTicket = {
  401: 'the ticket is not valid here; the body is empty and WWW-Authenticate says why',
  503: 'the issuer of the ID token could not be asked',
};

/** Source: wire contract §3.3, step 2 [C]. */
export const authenticateUser = route({
  ...open,
  id: 'userAuth.authenticate',
  host: 'userAuth',
  method: 'POST',
  path: '/user/authenticate',
  summary: 'A user token for an ID token, or for a player whom a title server vouches for',
  body: UserAuthentication,
  answers: { 200: UserToken },
  refusals: noTicket,
});

/** Source: wire contract §3.3, step 3 [W]. */
export const authenticateDevice = route({
  ...open,
  id: 'deviceAuth.authenticate',
  host: 'deviceAuth',
  method: 'POST',
  path: '/device/authenticate',
  summary: 'A device token',
  body: DeviceAuthentication,
  answers: { 200: DeviceToken },
  refusals: { 401: 'signatures are verified, and this request was not signed with the proof key' },
});

/** Source: wire contract §3.3, step 3 [W]. */
export const authenticateTitle = route({
  ...open,
  id: 'titleAuth.authenticate',
  host: 'titleAuth',
  method: 'POST',
  path: '/title/authenticate',
  summary: "A title token, for an ID token of the title's client or for the title's server key",
  body: TitleAuthentication,
  answers: { 200: TitleToken },
  refusals: noTicket,
});

/** Source: wire contract §3.3, step 4 [C]. */
export const authorizeService = route({
  ...open,
  id: 'xstsAuth.authorize',
  host: 'xstsAuth',
  method: 'POST',
  path: '/xsts/authorize',
  summary: 'The token that services take, for user, device and title tokens',
  description:
    'For another relying party than http://xboxlive.com the token says only the user hash openly, and works only there.',
  body: ServiceAuthorization,
  answers: { 200: ServiceToken },
  refusals: {
    401: 'XErr says why: no profile, sandbox or title not allowed, a token expired or not valid',
  },
});

/** Source: wire contract §3.3, step 3 [W]. */
export const sisuAuthenticate = route({
  ...open,
  id: 'sisu.authenticate',
  host: 'sisu',
  method: 'POST',
  path: '/authenticate',
  summary: 'Where the players of a client sign in',
  body: SisuAuthentication,
  answers: { 200: SisuSignInPage },
  refusals: { 404: 'no issuer of this instance knows the client', 503: noTicket[503] },
});

/** Source: wire contract §3.3, step 3 [W]. */
export const sisuAuthorize = route({
  ...open,
  id: 'sisu.authorize',
  host: 'sisu',
  method: 'POST',
  path: '/authorize',
  summary: 'User, title and service tokens at once',
  body: SisuAuthorization,
  answers: { 200: SisuTokens },
  refusals: {
    401: 'as for a user token, or with XErr as for a service token',
    503: noTicket[503],
  },
});

const endpoints = {
  ...open,
  host: 'titleMgt',
  method: 'GET',
  query: z.object({ type: z.string().max(16).optional() }),
  answers: { 200: TitleEndpoints },
} as const;

/** Source: wire contract §3.3, step 6 [C]. */
export const getDefaultEndpoints = route({
  ...endpoints,
  id: 'titleMgt.defaultEndpoints',
  path: '/titles/default/endpoints',
  summary: 'Which token each host takes',
});

/** Source: wire contract §3.3, step 6 [C]. */
export const getCurrentEndpoints = route({
  ...endpoints,
  id: 'titleMgt.currentEndpoints',
  path: '/titles/current/endpoints',
  summary: 'The same for the title that is running',
});
