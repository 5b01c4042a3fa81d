import { z } from 'zod';
import { SandboxText, TitleIdText, XuidText } from '../codec/segment.ts';
import { anyCaseOf, wholeText } from '../codec/text.ts';
import { type Route, route } from '../route.ts';
import {
  FactsPage,
  ListEntries,
  ListEntry,
  NewPlayer,
  Player,
  PlayerChange,
  PlayersPage,
  PlayerTitles,
  PrivacyChoices,
  RarityFigures,
  RecordChanged,
  RecordedState,
  ResetAction,
  SupportAction,
} from '../schema/player.ts';

/** What all operations here share. */
const management = { host: 'management', audience: 'manager' } as const satisfies Partial<Route>;

const ofPlayer = z.object({ xuid: XuidText });
const unknown = { 404: 'there is no such player' };
const taken = 'the xuid, gamertag or identity is taken';
const whole = wholeText({ min: 0, max: 2 ** 31 - 1 });

/** `GET /players` of our own API. */
export const listPlayers = route({
  ...management,
  id: 'management.listPlayers',
  method: 'GET',
  path: '/players',
  summary: 'Players, or the one with a gamertag',
  query: z.object({
    gamertag: z.string().max(64).optional(),
    after: XuidText.optional(),
    limit: whole.optional(),
  }),
  answers: { 200: PlayersPage },
});

/** `POST /players` of our own API. */
export const createPlayer = route({
  ...management,
  id: 'management.createPlayer',
  method: 'POST',
  path: '/players',
  summary: 'Add a player',
  body: NewPlayer,
  answers: { 201: Player },
  refusals: { 409: taken },
});

/** `GET /players/:xuid` of our own API. */
export const getPlayer = route({
  ...management,
  id: 'management.getPlayer',
  method: 'GET',
  path: '/players/:xuid',
  summary: 'A player',
  params: ofPlayer,
  answers: { 200: Player },
  refusals: unknown,
});

/** `PATCH /players/:xuid` of our own API. */
export const changePlayer = route({
  ...management,
  id: 'management.changePlayer',
  method: 'PATCH',
  path: '/players/:xuid',
  summary: 'Change what a player is called, where they may play and how they look',
  params: ofPlayer,
  body: PlayerChange,
  answers: { 200: Player },
  refusals: { ...unknown, 409: 'the gamertag is taken' },
});

/** `PUT /players/:xuid/privacy` of our own API. */
export const setPlayerPrivacy = route({
  ...management,
  id: 'management.setPlayerPrivacy',
  method: 'PUT',
  path: '/players/:xuid/privacy',
  summary: "Replace a player's privacy settings",
  description: 'A setting that is left out is as if it had never been made: for everyone.',
  params: ofPlayer,
  body: PrivacyChoices,
  answers: { 200: Player },
  refusals: unknown,
});

const list = anyCaseOf(['people', 'avoid', 'mute']);
const ofEntry = z.object({ xuid: XuidText, list, other: XuidText });

/** `GET /players/:xuid/:list` of our own API. */
export const listPlayerEntries = route({
  ...management,
  id: 'management.listPlayerEntries',
  method: 'GET',
  path: '/players/:xuid/:list',
  summary: "A player's people, block or mute list",
  params: z.object({ xuid: XuidText, list }),
  answers: { 200: ListEntries },
  refusals: unknown,
});

/** `GET /players/:xuid/:list/:other` of our own API. */
export const getPlayerEntry = route({
  ...management,
  id: 'management.getPlayerEntry',
  method: 'GET',
  path: '/players/:xuid/:list/:other',
  summary: 'One entry of such a list',
  params: ofEntry,
  answers: { 200: ListEntry },
  refusals: { 404: 'there is no such player or entry' },
});

/** `PUT /players/:xuid/:list/:other` of our own API. */
export const putPlayerEntry = route({
  ...management,
  id: 'management.putPlayerEntry',
  method: 'PUT',
  path: '/players/:xuid/:list/:other',
  summary: 'Add a player to such a list, or change how they are on it',
  params: ofEntry,
  body: z.object({ isFavorite: z.boolean().optional() }),
  answers: { 200: ListEntry },
  refusals: { 404: 'there is no such player', 409: 'the list is full' },
});

/** `DELETE /players/:xuid/:list/:other` of our own API. */
export const deletePlayerEntry = route({
  ...management,
  id: 'management.deletePlayerEntry',
  method: 'DELETE',
  path: '/players/:xuid/:list/:other',
  summary: 'Take a player off such a list; nothing happens to one who is not on it',
  params: ofEntry,
  answers: { 204: null },
  refusals: unknown,
});

/** `GET /players/:xuid/titles` of our own API. */
export const listPlayerTitles = route({
  ...management,
  id: 'management.listPlayerTitles',
  method: 'GET',
  path: '/players/:xuid/titles',
  summary: 'Everything a player has in a sandbox',
  params: ofPlayer,
  query: z.object({ sandbox: SandboxText.optional() }),
  answers: { 200: PlayerTitles },
  refusals: unknown,
});

/** `GET /players/:xuid/facts` of our own API. */
export const listPlayerFacts = route({
  ...management,
  id: 'management.listPlayerFacts',
  method: 'GET',
  path: '/players/:xuid/facts',
  summary: 'What became true of a player, newest first',
  params: ofPlayer,
  query: z.object({
    sandbox: SandboxText.optional(),
    before: wholeText({ min: 0, max: 9_999_999_999 }).optional(),
    limit: whole.optional(),
  }),
  answers: { 200: FactsPage },
  refusals: unknown,
});

/** `POST /players/:xuid/grant` of our own API. */
export const grantAchievement = route({
  ...management,
  id: 'management.grant',
  method: 'POST',
  path: '/players/:xuid/grant',
  summary: 'Unlock an achievement for a player, or give a revoked one back',
  params: ofPlayer,
  body: SupportAction,
  answers: { 200: RecordChanged },
  refusals: { 404: 'there is no such player, title or achievement' },
});

/** `POST /players/:xuid/revoke` of our own API. */
export const revokeAchievement = route({
  ...management,
  id: 'management.revoke',
  method: 'POST',
  path: '/players/:xuid/revoke',
  summary: 'Take an unlocked achievement away from a player',
  params: ofPlayer,
  body: SupportAction,
  answers: { 200: RecordChanged },
  refusals: {
    404: 'there is no such player, title or achievement',
    409: 'the player has not unlocked it',
  },
});

/** `POST /players/:xuid/reset` of our own API. */
export const resetPlayer = route({
  ...management,
  id: 'management.reset',
  method: 'POST',
  path: '/players/:xuid/reset',
  summary: 'Forget what a player has in one title of a development sandbox',
  params: ofPlayer,
  body: ResetAction,
  answers: { 200: RecordChanged },
  refusals: {
    403: 'the sandbox is RETAIL or CERT, and the instance is not in development mode',
    404: 'there is no such player or title',
  },
});

/** `PUT /players/:xuid/state` of our own API. */
export const importPlayerState = route({
  ...management,
  id: 'management.importState',
  method: 'PUT',
  path: '/players/:xuid/state',
  summary: 'Take over what another system recorded of a player in one title',
  description: 'What is further here is kept; unlock times of the past stay as they were.',
  params: ofPlayer,
  body: RecordedState,
  bodyBytesMax: 256 * 1024,
  answers: { 200: RecordChanged },
  refusals: { 404: 'there is no such player, title or achievement' },
});

/** `PUT /titles/:titleId/rarity` of our own API. */
export const importRarity = route({
  ...management,
  id: 'management.importRarity',
  method: 'PUT',
  path: '/titles/:titleId/rarity',
  summary: 'Take over how rare the achievements of a title are',
  description: 'Imported figures are not recounted.',
  params: z.object({ titleId: TitleIdText }),
  body: RarityFigures,
  answers: { 204: null },
  refusals: { 404: 'there is no such title or achievement' },
});
