import { must, runSession } from './session.ts';

type Kept = Record<string, unknown>;

/** An application as the maker of accounts knows it. */
const clientId = '00000000-0000-0000-0000-000000000000';

// tidy: a list of calls, one after another
await runSession(async ({ load, call, gamertag }) => {
  const { Authflow, Titles } = load('prismarine-auth');
  // The library lets its reader keep its tokens; one of the account is there already.
  const caches = () => {
    const token = {
      access_token: gamertag,
      refresh_token: 'none',
      obtainedOn: Date.now(),
      expires_in: 3_600_000,
    };
    const inTime = Math.floor(Date.now() / 1000) + 3_600;
    const msal = {
      AccessToken: { one: { client_id: clientId, secret: gamertag, expires_on: inTime } },
      RefreshToken: { one: { client_id: clientId, secret: 'none' } },
    };
    const kept = new Map<string, Kept>([
      ['msal', msal],
      ['sisu', { token }],
    ]);
    return ({ cacheName }: { cacheName: string }) => ({
      getCached: async () => kept.get(cacheName) ?? {},
      setCached: async (value: Kept) => void kept.set(cacheName, value),
      setCachedPartial: async (value: Kept) =>
        void kept.set(cacheName, { ...kept.get(cacheName), ...value }),
      reset: async () => void kept.delete(cacheName),
    });
  };
  const look = (xsts: {
    userXUID: string;
    userHash: string;
    XSTSToken: string;
    expiresOn: string;
  }) => {
    must(/^[0-9]+$/.test(xsts.userXUID) && xsts.XSTSToken !== '', 'who signed in, and a token');
    must(Date.parse(xsts.expiresOn) > Date.now(), 'that is good');
    return `signed in as ${xsts.userXUID}`;
  };
  // Its third flow, `live`, needs a title token; a development identity is of no title.
  for (const flow of ['msal', 'sisu']) {
    const authTitle = flow === 'msal' ? clientId : Titles.MinecraftNintendoSwitch;
    const options = { flow, authTitle, deviceType: 'Nintendo' };
    const auth = new Authflow(gamertag, caches(), options);
    const token = await call(
      `getXboxToken (${flow})`,
      () => auth.getXboxToken('http://xboxlive.com'),
      look,
    );
    if (token === undefined) continue;
    await call(
      `the token of ${flow} at achievements`,
      () =>
        fetch(`https://achievements.xboxlive.com/users/xuid(${token.userXUID})/achievements`, {
          headers: {
            authorization: `XBL3.0 x=${token.userHash};${token.XSTSToken}`,
            'x-xbl-contract-version': '2',
          },
        }),
      ({ status }) => {
        must(status === 200, `200; got ${status}`);
        return 'taken';
      },
    );
    await call(
      `getXboxToken (${flow}), again`,
      () => auth.getXboxToken('http://xboxlive.com'),
      (again) => {
        must(again.XSTSToken === token.XSTSToken, 'the kept token');
        return 'the kept token';
      },
    );
  }
});
