import { lookAtAchievements, must, runSession } from './session.ts';

// tidy: a list of calls, one after another
await runSession(async ({ load, call, ...terms }) => {
  const { gamertag, titleId, scid } = terms;
  const { xnet, XSAPIClient } = load('@xboxreplay/xboxlive-auth');
  const user = await call(
    'xnet.exchangeRpsTicketForUserToken',
    () => xnet.exchangeRpsTicketForUserToken(gamertag, 'd'),
    ({ Token, DisplayClaims }) => {
      must(Token !== '' && DisplayClaims.xui[0].uhs !== '', 'a token and a user hash');
      return 'a user token';
    },
  );
  await call(
    'xnet.experimental.createDummyWin32DeviceToken',
    () => xnet.experimental.createDummyWin32DeviceToken(),
    ({ Token, DisplayClaims }) => {
      must(Token !== '' && DisplayClaims.xdi.did !== '', 'a token and a device id');
      return 'a device token';
    },
  );
  await call(
    'xnet.exchangeTokenForXSTSToken',
    () => xnet.exchangeTokenForXSTSToken(user.Token),
    ({ Token, NotAfter }) => {
      must(Token !== '' && Date.parse(NotAfter) > Date.now(), 'a token that is good');
      return 'a service token';
    },
  );
  const service = await call(
    'xnet.exchangeTokensForXSTSToken',
    () =>
      xnet.exchangeTokensForXSTSToken(
        { userTokens: [user.Token] },
        { XSTSRelyingParty: 'http://xboxlive.com', sandboxId: 'RETAIL' },
      ),
    ({
      DisplayClaims: {
        xui: [claims],
      },
    }) => {
      must(claims.gtg === gamertag && claims.xid !== '', 'who signed in');
      return `signed in as ${claims.gtg}`;
    },
  );
  const [{ xid, uhs }] = service.DisplayClaims.xui;
  const options = { XSTSToken: service.Token, userHash: uhs, contractVersion: 2 };
  const at = `https://achievements.xboxlive.com/users/xuid(${xid})`;
  await call(
    'XSAPIClient.get achievements',
    () => XSAPIClient.get(`${at}/achievements?titleId=${titleId}`, { options }),
    ({ data }) => lookAtAchievements(data.achievements, terms),
  );
  await call(
    'XSAPIClient.get achievement',
    () => XSAPIClient.get(`${at}/achievements/${scid}/1`, { options }),
    ({ data }) => {
      must(data.achievements[0].progressState === 'Achieved', 'unlocked');
      return data.achievements[0].name;
    },
  );
  const update = (percentComplete: number) => () =>
    XSAPIClient.post(
      `${at}/achievements/${scid}/update`,
      {
        action: 'progressUpdate',
        serviceConfigId: scid,
        titleId: String(titleId),
        userId: xid,
        achievements: [{ id: '2', percentComplete }],
      },
      { options },
    );
  await call('XSAPIClient.post update', update(40), ({ statusCode }) => {
    must(statusCode === 200, `200; got ${statusCode}`);
    return 'recorded';
  });
  await call('XSAPIClient.post update, again', update(40), ({ statusCode }) => {
    must(statusCode === 304, `304; got ${statusCode}`);
    return 'nothing rose: 304';
  });
  await call(
    'XSAPIClient.get profile',
    () =>
      XSAPIClient.get(
        'https://profile.xboxlive.com/users/me/profile/settings?settings=Gamertag,Gamerscore',
        { options },
      ),
    ({ data }) => {
      const settings = data.profileUsers[0].settings;
      must(settings[0].value === gamertag, 'the gamertag');
      return `${settings.length} settings`;
    },
  );
  await call(
    'XSAPIClient.post stats',
    () =>
      XSAPIClient.post(
        'https://userstats.xboxlive.com/batch',
        {
          arrangebyfield: 'xuid',
          xuids: [xid],
          groups: [{ name: 'Hero', titleId: String(titleId) }],
          stats: [],
        },
        { options },
      ),
    ({ data }) => {
      must(data.statlistscollection[0].arrangebyfieldid === xid, 'a list of the player');
      return 'a list by player';
    },
  );
  const events = await xnet.exchangeTokensForXSTSToken(
    { userTokens: [user.Token] },
    { XSTSRelyingParty: 'http://events.xboxlive.com', sandboxId: 'RETAIL' },
  );
  const courier = { titleId: '1700100002', scid: '00000000-0000-0000-0000-0000655577a2' };
  const ticket = `XBL3.0 x=${events.DisplayClaims.xui[0].uhs};${events.Token}`;
  await call(
    'XSAPIClient.post game event',
    () =>
      XSAPIClient.post(
        'https://v20.events.data.microsoft.com/OneCollector/1.0/',
        {
          ver: '4.0',
          name: `Microsoft.XboxLive.T${courier.titleId}.LetterDelivered`,
          time: new Date().toISOString(),
          ext: { utc: { epoch: '1', seq: 1 } },
          data: {
            baseType: 'Microsoft.XboxLive.InGame',
            baseData: {
              name: 'LetterDelivered',
              serviceConfigId: courier.scid,
              titleId: courier.titleId,
              userId: xid,
              properties: {},
            },
          },
        },
        { options: { additionalHeaders: { tickets: `"1"="x:${ticket}"`, authxtoken: ticket } } },
      ),
    ({ data }) => {
      must(data.acc === 1, 'one event accepted');
      return 'accepted';
    },
  );
  await call(
    'XSAPIClient.get stat',
    () =>
      XSAPIClient.get(
        `https://userstats.xboxlive.com/users/xuid(${xid})/scids/${courier.scid}/stats/LettersDelivered`,
        { options: { ...options, contractVersion: 1 } },
      ),
    ({ data }) => {
      const [stat] = data.statlistscollection[0].stats;
      must(stat.name === 'LettersDelivered' && stat.value === '1', 'the stat that the event moved');
      return `${stat.name} is ${stat.value}`;
    },
  );
  await call(
    'XSAPIClient.get with a token that is none',
    () =>
      XSAPIClient.get(`${at}/achievements`, { options: { ...options, XSTSToken: 'x' } }).catch(
        (thrown: unknown) => thrown,
      ),
    (thrown) => {
      must(JSON.stringify(thrown).includes('401'), 'what the library throws names 401');
      return '401, as the library tells it';
    },
  );
});
