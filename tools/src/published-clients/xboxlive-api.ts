import { lookAtAchievements, must, runSession } from './session.ts';

// tidy: a list of calls, one after another
await runSession(async ({ load, call, ...terms }) => {
  const { gamertag, titleId, scid } = terms;
  const api = load('@xboxreplay/xboxlive-api');
  // Its own sign-in is the other library of the same makers.
  const { xnet } = load('@xboxreplay/xboxlive-auth');
  const { Token } = await xnet.exchangeRpsTicketForUserToken(gamertag, 'd');
  const service = await xnet.exchangeTokenForXSTSToken(Token);
  const [{ xid, uhs }] = service.DisplayClaims.xui;
  const authorization = { userHash: uhs, XSTSToken: service.Token };
  await call(
    'getPlayerXUID',
    () => api.getPlayerXUID(gamertag, authorization),
    (xuid) => {
      must(xuid === xid, 'the xuid of the gamertag');
      return xuid;
    },
  );
  await call(
    'getPlayerSettings',
    () => api.getPlayerSettings(gamertag, authorization, ['Gamerscore', 'Gamertag']),
    (settings) => {
      const named = settings.find(({ id }: { id: string }) => id === 'Gamertag');
      must(settings.length === 2 && named.value === gamertag, 'both settings');
      return `${settings.length} settings`;
    },
  );
  await call(
    'getPlayerActivityHistory',
    () => api.getPlayerActivityHistory(xid, authorization),
    ({ activityItems }) => {
      must(
        activityItems.some((item: { achievementId?: string }) => item.achievementId === '1'),
        'the unlock',
      );
      return `${activityItems.length} items, the unlock among them`;
    },
  );
  const url = `https://achievements.xboxlive.com/users/xuid(${xid})/achievements`;
  await call(
    'call achievements',
    () => api.call({ url, params: { titleId } }, authorization, 2),
    ({ achievements }) => lookAtAchievements(achievements, terms),
  );
  await call(
    'call update',
    () =>
      api.call(
        {
          url: `${url}/${scid}/update`,
          method: 'POST',
          data: {
            action: 'progressUpdate',
            serviceConfigId: scid,
            titleId,
            userId: xid,
            achievements: [{ id: 3, percentComplete: 100 }],
          },
        },
        authorization,
        2,
      ),
    () => 'recorded',
  );
  await call(
    'call achievements, unlocked only',
    () => api.call({ url, params: { titleId, unlockedOnly: true } }, authorization, 2),
    ({ achievements }) => {
      must(achievements.length === 2, `two; got ${achievements.length}`);
      return 'the second unlock is there';
    },
  );
  await call(
    'call stats',
    () =>
      api.call(
        {
          url: `https://userstats.xboxlive.com/users/xuid(${xid})/scids/${scid}/stats/MinutesPlayed`,
        },
        authorization,
        1,
      ),
    (answer) => {
      must(Array.isArray(answer.statlistscollection), 'a list');
      return 'a list by player';
    },
  );
});
