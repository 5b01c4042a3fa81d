import { z } from 'zod';
import {
  AchievementIdText,
  ScidText,
  TitleIdList,
  TitleIdText,
  UserSegment,
} from '../codec/segment.ts';
import { anyCaseListOf, anyCaseOf, BooleanText, textOf, wholeText } from '../codec/text.ts';
import { route } from '../route.ts';
import {
  Achievement,
  AchievementDetail,
  AchievementsPage,
  LegacyAchievementsPage,
} from '../schema/achievement.ts';
import { LegacyTitleHistory, TitleHistory } from '../schema/title-history.ts';
import {
  ProgressUpdate,
  ProgressUpdated,
  readFrequentUpdate,
  readUpdateOfXsapi,
} from '../schema/update.ts';

/** 0 to 5 are served; what each shows is in the table of §2.3 [C]. */
const contractVersions = [0, 1, 2, 3, 4, 5] as const;

const whole = wholeText({ min: 0, max: 2 ** 31 - 1 });

/** An offset, alone or followed by a version as the legacy lists write it. Source: §2.4 [C]. */
const ContinuationToken = textOf(
  (text) => (/^[0-9]{1,9}(,[0-9TZ:.-]{1,30})?$/.test(text) ? Number.parseInt(text, 10) : undefined),
  { rule: 'must be a token that a page of this list gave' },
);

const paging = {
  skipItems: whole.optional(),
  maxItems: whole.optional(),
  continuationToken: ContinuationToken.optional(),
};

const hidden = 'the player hides their game history from the caller, or has blocked them';

/** A1. Source: "GET (/users/xuid({xuid})/achievements)" [D]; wire contract §2.4. */
export const listAchievements = route({
  id: 'achievements.list',
  host: 'achievements',
  method: 'GET',
  path: '/users/:user/achievements',
  summary: "A player's achievements",
  contractVersions,
  params: z.object({ user: UserSegment }),
  query: z.object({
    titleId: TitleIdList.optional(),
    unlockedOnly: BooleanText.optional(),
    possibleOnly: BooleanText.optional(),
    types: anyCaseListOf(['Persistent', 'Challenge']).optional(),
    orderBy: anyCaseOf(['Unordered', 'Title', 'UnlockTime', 'EndingSoon']).optional(),
    ...paging,
  }),
  answers: { 200: z.union([AchievementsPage, LegacyAchievementsPage]) },
  refusals: { 403: hidden, 404: 'there is no such player' },
});

/** A2. Source: "GET (/users/xuid({xuid})/achievements/{scid}/{achievementid})" [D]. */
export const getAchievement = route({
  id: 'achievements.detail',
  host: 'achievements',
  method: 'GET',
  path: '/users/:user/achievements/:scid/:achievementId',
  summary: 'One achievement of a player',
  contractVersions,
  params: z.object({ user: UserSegment, scid: ScidText, achievementId: AchievementIdText }),
  answers: { 200: AchievementDetail },
  refusals: {
    403: `${hidden}, or the title is not public and the caller has no claim to it`,
    404: 'there is no such player, service configuration or achievement',
    410: 'the title or the achievement is retired and the player has not unlocked it',
  },
});

/** A3. Source: "Updating Achievements" [D]; wire contract §5. */
export const updateAchievements = route({
  id: 'achievements.update',
  host: 'achievements',
  method: 'POST',
  path: '/users/:user/achievements/:scid/update',
  summary: 'Report progress',
  description:
    'Progress only rises; 100 unlocks; above 100 counts as 100. A batch is stored whole or not at all.',
  contractVersions,
  params: z.object({ user: UserSegment, scid: ScidText }),
  body: ProgressUpdate,
  readFrequentBody: readFrequentUpdate,
  readFrequentText: readUpdateOfXsapi,
  answers: { 200: ProgressUpdated, 304: null },
  refusals: {
    403: 'another player, an event-based title, a title the caller may not report for, or a closed time window',
    404: 'there is no such service configuration or achievement',
    410: 'the title or an achievement is retired',
  },
});

/** A4. Source: wire contract §2.7 [D][C]. */
export const listTitleHistory = route({
  id: 'achievements.history',
  host: 'achievements',
  method: 'GET',
  path: '/users/:user/history/titles',
  summary: 'The titles a player has played, with what was earned in each',
  contractVersions,
  params: z.object({ user: UserSegment }),
  query: z.object({
    titleId: TitleIdList.optional(),
    orderBy: anyCaseOf(['Unordered', 'Title', 'TitleId', 'UnlockTime', 'LastPlayed']).optional(),
    platforms: NumberList().optional(),
    types: NumberList().optional(),
    ...paging,
  }),
  answers: { 200: z.union([TitleHistory, LegacyTitleHistory]) },
  refusals: { 403: hidden, 404: 'there is no such player' },
});

/** A5. Source: wire contract §2.8 [C]. */
export const listTitleAchievements = route({
  id: 'achievements.titleAchievements',
  host: 'achievements',
  method: 'GET',
  path: '/users/:user/titleachievements',
  summary: 'Every achievement of an Xbox 360 title, shown locked',
  contractVersions,
  params: z.object({ user: UserSegment }),
  query: z.object({ titleId: TitleIdText, ...paging }),
  answers: { 200: LegacyAchievementsPage },
  refusals: { 403: hidden, 404: 'there is no such player' },
});

/** A6. Source: wire contract §2.9 [C]. */
export const listFeatured = route({
  id: 'achievements.featured',
  host: 'achievements',
  method: 'GET',
  path: '/users/:user/featured',
  summary: 'Challenges that can be unlocked now, the first to end first',
  contractVersions,
  params: z.object({ user: UserSegment }),
  query: z.object({
    maxItems: whole.optional(),
    orderBy: anyCaseOf(['Unordered', 'Title', 'UnlockTime', 'EndingSoon']).optional(),
  }),
  answers: {
    200: z.object({ featuredAchievements: z.array(z.object({ Achievement })) }),
  },
  refusals: { 403: hidden, 404: 'there is no such player' },
});

function NumberList() {
  return textOf(
    (text) =>
      /^[0-9]{1,9}(,[0-9]{1,9}){0,99}$/.test(text) ? text.split(',').map(Number) : undefined,
    { rule: 'must be numbers separated by commas' },
  );
}
