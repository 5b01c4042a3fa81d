import { z } from 'zod';
import {
  AchievementIdText,
  SandboxText,
  ScidText,
  TitleIdText,
  XuidText,
} from '../codec/segment.ts';
import { type Route, route } from '../route.ts';
import {
  Backfilled,
  BackfillRequest,
  Explanation,
  SimulateRequest,
  Simulation,
} from '../schema/rule-change.ts';

/** What all operations here share. */
const management = { host: 'management', audience: 'manager' } as const satisfies Partial<Route>;

/** `GET /players/:xuid/explanations/:achievementId` of our own API. */
export const explainAchievement = route({
  ...management,
  id: 'management.explain',
  method: 'GET',
  path: '/players/:xuid/explanations/:achievementId',
  summary: 'Why an achievement is, or is not, unlocked for a player',
  params: z.object({ xuid: XuidText, achievementId: AchievementIdText }),
  query: z.object({
    sandbox: SandboxText.optional(),
    titleId: TitleIdText.optional(),
    scid: ScidText.optional(),
  }),
  answers: { 200: Explanation },
  refusals: { 404: 'there is no such player, title or achievement' },
});

/** `POST /titles/:titleId/simulate` of our own API. */
export const simulateRules = route({
  ...management,
  id: 'management.simulate',
  method: 'POST',
  path: '/titles/:titleId/simulate',
  summary: 'Who would unlock what under other rules; nothing is changed',
  description:
    'Looks at one page of the players who have a record of the title, or plays the given events to newcomers under the rules in force and under the others.',
  params: z.object({ titleId: TitleIdText }),
  body: SimulateRequest,
  bodyBytesMax: 8 * 1024 * 1024,
  answers: { 200: Simulation },
  refusals: { 404: 'the title is not published there' },
});

/** `POST /titles/:titleId/backfill` of our own API. */
export const backfillAchievements = route({
  ...management,
  id: 'management.backfill',
  method: 'POST',
  path: '/titles/:titleId/backfill',
  summary: 'Unlock achievements for players who did them already, or show who those are',
  description:
    'One page of players for each call, so that who calls decides how fast it goes. A page that is done again changes nothing.',
  params: z.object({ titleId: TitleIdText }),
  body: BackfillRequest,
  answers: { 200: Backfilled },
  refusals: { 404: 'there is no such title or achievement' },
});
