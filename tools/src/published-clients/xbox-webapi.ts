import { writeFileSync } from 'node:fs';
import { lookAtAchievements, must, runSession } from './session.ts';

// tidy: a list of calls, one after another
await runSession(async ({ load, call, ...terms }) => {
  const { gamertag, titleId } = terms;
  // What the library keeps of a sign-in at the account: a ticket and the means to renew it.
  const oauth = { access_token: gamertag, refresh_token: 'none', expires_in: 3600 };
  writeFileSync('.tokens.json', JSON.stringify({ oauth, user: {}, xsts: {} }));
  const client = load('xbox-webapi')({ clientId: '00000000-0000-0000-0000-000000000000' });
  await call(
    'isAuthenticated (user token, service token)',
    () => client.isAuthenticated(),
    () => {
      must(client.getUserGamertag() === gamertag, 'the gamertag of who signed in');
      return `signed in as ${client.getUserGamertag()}`;
    },
  );
  const from = (name: string) => client.getProvider(name);
  await call(
    'achievements.getTitleAchievements',
    () => from('achievements').getTitleAchievements(),
    ({ titles }) => {
      const title = titles.find((one: { titleId: number }) => one.titleId === titleId);
      must(title?.earnedAchievements === 1, 'the title with one achievement earned');
      return `${titles.length} title, ${title.earnedAchievements} earned`;
    },
  );
  await call(
    'achievements.getTitleAchievements360',
    () => from('achievements').getTitleAchievements360(),
    ({ titles, version }) => {
      must(Array.isArray(titles) && typeof version === 'string', 'the older shape');
      return `${titles.length} titles in the older shape`;
    },
  );
  await call(
    'achievements.getTitleId',
    () => from('achievements').getTitleId(titleId),
    ({ achievements }) => lookAtAchievements(achievements, terms),
  );
  await call(
    'achievements.getTitleId360',
    () => from('achievements').getTitleId360(titleId),
    ({ achievements }) => {
      must(achievements.length === 0, 'a modern title has none in the older shape');
      return 'none, for the title is modern';
    },
  );
  await call(
    'profile.getUserProfile',
    () => from('profile').getUserProfile(),
    ({ profileUsers: [user] }) => {
      const settings = new Map(
        user.settings.map((one: { id: string; value: string }) => [one.id, one.value]),
      );
      must(settings.get('Gamertag') === gamertag, 'the gamertag');
      must(Number(settings.get('Gamerscore')) > 0, 'a gamerscore above zero');
      return `${settings.size} settings, gamerscore ${settings.get('Gamerscore')}`;
    },
  );
  await call(
    'userstats.getUserTitleStats',
    () => from('userstats').getUserTitleStats(titleId),
    (answer) => {
      const [list] = answer.statlistscollection;
      must(
        Array.isArray(answer.groups) && list.arrangebyfield === 'xuid',
        'groups and a list by player',
      );
      must(Array.isArray(list.stats), 'stats');
      return `${list.stats.length} stats, ${answer.groups.length} groups`;
    },
  );
  await call(
    'titlehub.getTitleHistory',
    () => from('titlehub').getTitleHistory(),
    ({ titles }) => {
      const title = titles.find((one: { titleId: string }) => one.titleId === String(titleId));
      must(title?.achievement.currentAchievements === 1, 'the title with one achievement');
      return `${titles.length} title, ${title.achievement.currentGamerscore} G`;
    },
  );
  await call(
    'titlehub.getTitleId',
    () => from('titlehub').getTitleId(titleId),
    ({ titles: [title] }) => {
      must(title.titleId === String(titleId) && title.name !== '', 'the title by its id');
      return title.name;
    },
  );
  await call(
    'people.getFriends',
    () => from('people').getFriends(),
    ({ people }) => {
      must(Array.isArray(people), 'a list');
      return `${people.length} people`;
    },
  );
  await call(
    'social.getFriends',
    () => from('social').getFriends(),
    (summary) => {
      must(typeof summary.targetFollowingCount === 'number', 'a count');
      return `follows ${summary.targetFollowingCount}`;
    },
  );
});
