import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { titleId } from '@laurel/domain';
import { emberling, wishOf } from '../../../services/sample-identity.ts';
import { createTokenApp } from './sample-token-app.ts';

const development = { config: { isDevelopment: true } };

function withTicket(ticket: string, more: object = {}) {
  return {
    RelyingParty: 'http://auth.xboxlive.com',
    TokenType: 'JWT',
    Properties: { AuthMethod: 'RPS', SiteName: 'user.auth.xboxlive.com', RpsTicket: ticket },
    ...more,
  };
}

function exchange(properties: object, relyingParty = 'http://xboxlive.com') {
  return { RelyingParty: relyingParty, TokenType: 'JWT', Properties: properties };
}

describe('POST user.auth /user/authenticate', () => {
  const line = 'POST /user/authenticate';
  const host = 'user.auth.xboxlive.com';

  for (const prefix of ['d=', 't=', 'D=', '']) {
    test(`a ticket behind "${prefix}" gives a user token`, async () => {
      const { ask } = await createTokenApp(development);
      const { status, body } = await ask(line, { host, body: withTicket(`${prefix}Emberling`) });
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(body), ['IssueInstant', 'NotAfter', 'Token', 'DisplayClaims']);
      assert.deepEqual(
        [body.IssueInstant, body.NotAfter],
        ['2026-03-01T12:00:00.0000000Z', '2026-03-05T12:00:00.0000000Z'],
      );
      assert.match(body.DisplayClaims.xui[0].uhs, /^[0-9]+$/);
    });
  }

  test('the path prefix reaches the same operation', async () => {
    const { ask } = await createTokenApp(development);
    const asked = { body: withTicket('d=Emberling') };
    assert.equal((await ask('POST /user.auth/user/authenticate', asked)).status, 200);
  });

  const body = withTicket('d=Emberling');
  const refused: readonly (readonly [string, Parameters<typeof createTokenApp>[0], object])[] = [
    ['outside development mode', {}, { body }],
    ['from another machine', development, { body, remoteAddress: '192.0.2.1' }],
    ['from an unknown peer', development, { body, remoteAddress: '' }],
    ['by a proxy', development, { body, headers: { 'x-forwarded-for': '192.0.2.1' } }],
    ['that is garbage', development, { body: withTicket('d=a.b.c/(é"\')') }],
  ];
  for (const [what, sample, asked] of refused) {
    test(`a ticket ${what} is refused with an empty body`, async () => {
      const { ask } = await createTokenApp(sample);
      const { status, text, headers } = await ask(line, { host, ...asked });
      assert.deepEqual([status, text], [401, '']);
      assert.match(headers['www-authenticate'] ?? '', /^[ -~]*error='invalid_ticket'[ -~]*$/);
    });
  }

  const malformed: readonly unknown[] = [
    undefined,
    null,
    [],
    {},
    { Properties: {} },
    { Properties: { AuthMethod: 'Password' } },
    withTicket('d='),
    withTicket(''),
    withTicket('d=Emberling', { TokenType: 'SAML' }),
    withTicket('d=Emberling', { RelyingParty: 'http://xboxlive.com' }),
    { Properties: { AuthMethod: 'RPS', RpsTicket: 'x'.repeat(20_000) } },
    { Properties: { AuthMethod: 'TitleServer', TitleServerKey: 'lsk_', PlayerId: '' } },
  ];
  for (const bad of malformed) {
    test(`${JSON.stringify(bad)?.slice(0, 80)} is refused as a body`, async () => {
      const { ask } = await createTokenApp(development);
      const answered = await ask(line, { host, body: bad });
      assert.equal(answered.status, 400);
      assert.equal(answered.text.includes('Emberling'), false);
    });
  }

  test('a title server vouches for a player of its title', async () => {
    const { ask, identity } = await createTokenApp({ config: { titleServerKeys: true } });
    const { key } = await identity.titleServerKeys.add({ titleId: titleId(7), label: '' });
    const Properties = { AuthMethod: 'TitleServer', TitleServerKey: key, PlayerId: 'p1' };
    const { status, body } = await ask(line, { host, body: { Properties } });
    assert.equal(status, 200);
    const service = await ask('POST /xsts.auth/xsts/authorize', {
      body: exchange({ UserTokens: [body.Token] }),
    });
    const { uhs } = service.body.DisplayClaims.xui[0];
    const asked = { headers: { authorization: `XBL3.0 x=${uhs};${service.body.Token}` } };
    const probe = await ask('GET /achievements/users/me/achievements', asked);
    assert.equal(probe.body.asker.titleId, 7);
  });
});

describe('POST xsts.auth /xsts/authorize', () => {
  const line = 'POST /xsts/authorize';
  const host = 'xsts.auth.xboxlive.com';

  async function withUserToken() {
    const app = await createTokenApp();
    const { token } = await app.identity.makeToken(wishOf(emberling.xuid, { kind: 'user' }));
    return { ...app, token };
  }

  test('a user token gives a token that opens the services', async () => {
    const { ask, token } = await withUserToken();
    const body = exchange({ UserTokens: [token], SandboxId: 'RETAIL' });
    const answered = await ask(line, { host, body });
    assert.equal(answered.status, 200);
    const [{ uhs, ...claims }] = answered.body.DisplayClaims.xui;
    assert.deepEqual(claims, {
      gtg: 'Emberling',
      xid: emberling.xuid,
      agg: 'Adult',
      usr: '195 234',
      utr: '190',
      prv: '184 185 186 187 188 190 191 249 252 254 255',
    });
    assert.equal(answered.body.NotAfter, '2026-03-02T04:00:00.0000000Z');
    const headers = { authorization: `XBL3.0 x=${uhs};${answered.body.Token}` };
    const probe = await ask('GET /achievements/users/me/achievements', { headers });
    assert.equal(probe.body.asker.xuid, emberling.xuid);
  });

  test("the modern gamertag's parts are there where they are asked for", async () => {
    const { ask, token } = await withUserToken();
    const body = exchange({ UserTokens: [token], OptionalDisplayClaims: ['mgt', 'umg', 'xyz'] });
    const { mgt, mgs, umg } = (await ask(line, { host, body })).body.DisplayClaims.xui[0];
    assert.deepEqual([mgt, mgs, umg], ['Emberling', undefined, 'Emberling']);
  });

  for (const other of ['http://events.xboxlive.com', 'rp://api.example/']) {
    test(`a token for ${other} shows the user hash only, and opens nothing here`, async () => {
      const { ask, token } = await withUserToken();
      const answered = await ask(line, { host, body: exchange({ UserTokens: [token] }, other) });
      assert.deepEqual(Object.keys(answered.body.DisplayClaims.xui[0]), ['uhs']);
      const headers = { authorization: `XBL3.0 x=-;${answered.body.Token}` };
      assert.equal((await ask('GET /achievements/users/me/achievements', { headers })).status, 401);
    });
  }

  test('someone without a profile is refused, and told where to make one', async () => {
    const { ask, identity } = await createTokenApp();
    const { token } = await identity.makeToken(wishOf(null, { kind: 'user' }));
    const { status, body } = await ask(line, { host, body: exchange({ UserTokens: [token] }) });
    assert.equal(status, 401);
    assert.deepEqual(Object.keys(body), ['Identity', 'XErr', 'Message', 'Redirect']);
    assert.deepEqual(
      [body.Identity, body.XErr, body.Redirect],
      ['0', 2148916233, 'https://start.ui.xboxlive.com/CreateAccount'],
    );
  });

  const refused: readonly (readonly [object, number])[] = [
    [{ SandboxId: 'ACME.7' }, 2148916248],
    [{ SandboxId: '../..' }, 2148916249],
    [{ UserTokens: ['garbage'] }, 2148916261],
    [{ UserTokens: [] }, 2148916261],
    [{ DeviceToken: 'garbage' }, 2148916259],
    [{ TitleToken: 'garbage' }, 2148916260],
  ];
  for (const [change, error] of refused) {
    test(`${JSON.stringify(change)} is refused with XErr ${error}`, async () => {
      const { ask, token } = await withUserToken();
      const body = exchange({ UserTokens: [token], ...change });
      const answered = await ask(line, { host, body });
      assert.deepEqual([answered.status, answered.body.XErr], [401, error]);
      assert.equal(answered.text.includes('garbage'), false);
    });
  }

  test('a user token that has expired is refused as such', async () => {
    const { ask, token, clock } = await withUserToken();
    clock.advance(4 * 24 * 60 * 60 * 1000);
    const { body } = await ask(line, { host, body: exchange({ UserTokens: [token] }) });
    assert.equal(body.XErr, 2148916258);
  });

  const malformed: readonly unknown[] = [
    {},
    exchange([]),
    { Properties: { UserTokens: ['a'] } },
    exchange({ UserTokens: ['a'] }, 'not an address'),
    exchange({ UserTokens: ['a', 'b'] }),
    exchange({ UserTokens: [1] }),
    exchange({ UserTokens: 'a' }),
    exchange({ DeviceToken: {} }),
  ];
  for (const bad of malformed) {
    test(`${JSON.stringify(bad)} is refused as a body`, async () => {
      const { ask } = await createTokenApp();
      assert.equal((await ask(line, { host, body: bad })).status, 400);
    });
  }
});

describe('POST device.auth and title.auth', () => {
  const ProofKey = { kty: 'EC', crv: 'P-256', x: 'a'.repeat(43), y: 'b'.repeat(43) };
  const Properties = { AuthMethod: 'ProofOfPossession', Id: '{A-1}', DeviceType: 'Win32' };

  test('a device gets a token that shows its id, the same each time', async () => {
    const { ask } = await createTokenApp();
    const asked = { body: { Properties: { ...Properties, ProofKey } } };
    const line = 'POST /device.auth/device/authenticate';
    const [first, second] = [await ask(line, asked), await ask(line, asked)];
    assert.equal(first.status, 200);
    assert.match(first.body.DisplayClaims.xdi.did, /^[0-9A-F]{16}$/);
    assert.deepEqual(second.body.DisplayClaims, first.body.DisplayClaims);
  });

  test('a device must sign with its proof key where signatures are verified', async () => {
    const { ask, switches } = await createTokenApp();
    switches.set({ validateSignature: true });
    const asked = { body: { Properties: { ...Properties, ProofKey } } };
    const { status, text } = await ask('POST /device.auth/device/authenticate', asked);
    assert.deepEqual([status, text], [401, '']);
  });

  test('a proof key must be one of P-256, and is never repeated', async () => {
    const { ask } = await createTokenApp();
    const bad = { ...ProofKey, crv: 'P-384', d: 'private' };
    const asked = { body: { Properties: { ...Properties, ProofKey: bad } } };
    const { status, text } = await ask('POST /device.auth/device/authenticate', asked);
    assert.equal(status, 400);
    assert.equal(text.includes('private'), false);
  });

  test("a title's server gets a token of its title", async () => {
    const { ask, identity } = await createTokenApp({ config: { titleServerKeys: true } });
    const { key } = await identity.titleServerKeys.add({ titleId: titleId(7), label: '' });
    const line = 'POST /title.auth/title/authenticate';
    const body = { Properties: { AuthMethod: 'TitleServer', TitleServerKey: key } };
    assert.deepEqual((await ask(line, { body })).body.DisplayClaims, { xti: { tid: '7' } });
    const gamertag = { body: withTicket('d=Emberling') };
    assert.equal((await ask(line, gamertag)).status, 401);
  });
});

describe('sisu', () => {
  test('/authorize gives all tokens at once', async () => {
    const { ask } = await createTokenApp(development);
    const device = await ask('POST /device.auth/device/authenticate', {
      body: { Properties: { AuthMethod: 'ProofOfPossession', Id: 'a' } },
    });
    const { status, body } = await ask('POST /sisu/authorize', {
      body: {
        AccessToken: 't=Emberling',
        AppId: 'game',
        DeviceToken: device.body.Token,
        Sandbox: 'RETAIL',
        UseModernGamertag: true,
      },
    });
    assert.equal(status, 200);
    assert.equal(body.DeviceToken, device.body.Token);
    assert.equal(body.AuthorizationToken.DisplayClaims.xui[0].mgt, 'Emberling');
    assert.deepEqual([body.Sandbox, body.UseModernGamertag], ['RETAIL', true]);
    assert.match(body.UserToken.DisplayClaims.xui[0].uhs, /^[0-9]+$/);
  });

  test('/authenticate answers 404 for a client that nobody knows', async () => {
    const { ask } = await createTokenApp(development);
    const body = { AppId: 'game', RedirectUri: 'ms-xal:/auth' };
    assert.equal((await ask('POST /sisu/authenticate', { body })).status, 404);
  });

  test('answers 503 when the issuer cannot be asked', async () => {
    const openId = [
      {
        issuer: 'http://127.0.0.1:1',
        clients: [{ clientId: 'game', titleId: null, isThirdParty: false, isDeveloper: false }],
        gamertagClaim: 'preferred_username',
        createsPlayers: true,
        sandboxes: ['RETAIL'],
      },
    ];
    const { ask } = await createTokenApp({ config: { openId } });
    const body = { AppId: 'game', RedirectUri: 'ms-xal:/auth' };
    const { status, headers } = await ask('POST /sisu/authenticate', { body });
    assert.equal(status, 503);
    assert.match(headers['retry-after'] ?? '', /^[1-9][0-9]*$/);
  });
});

test('an address that asks for too many tokens is answered 429, another is not', async () => {
  const { ask } = await createTokenApp();
  const line = 'GET /title.mgt/titles/default/endpoints?type=1';
  for (let call = 1; call <= 100; call += 1) await ask(line, { remoteAddress: '192.0.2.1' });
  const { status, headers, body } = await ask(line, { remoteAddress: '192.0.2.1' });
  assert.equal(status, 429);
  assert.match(headers['retry-after'] ?? '', /^([1-9]|1[0-5])$/);
  assert.deepEqual([body.maxRequests, body.periodInSeconds], [100, 15]);
  assert.equal((await ask(line, { remoteAddress: '192.0.2.2' })).status, 200);
});

describe('GET title.mgt /titles/…/endpoints', () => {
  for (const which of ['default', 'current']) {
    test(`the ${which} title's hosts take tokens for the services, signed with ES256`, async () => {
      const { ask } = await createTokenApp();
      const host = 'title.mgt.xboxlive.com';
      const { status, body } = await ask(`GET /titles/${which}/endpoints?type=1`, { host });
      assert.equal(status, 200);
      assert.deepEqual(body.EndPoints[0], {
        Protocol: 'https',
        Host: '*.xboxlive.com',
        HostType: 'wildcard',
        RelyingParty: 'http://xboxlive.com',
        TokenType: 'JWT',
        SignaturePolicyIndex: 0,
      });
      assert.deepEqual(body.SignaturePolicies, [
        { Version: 1, SupportedAlgorithms: ['ES256'], MaxBodyBytes: 8192 },
      ]);
      assert.deepEqual([body.Certs, body.RootCerts], [[], []]);
    });
  }

  test('the host that was asked is among them', async () => {
    const { ask } = await createTokenApp();
    const line = 'GET /title.mgt/titles/default/endpoints';
    const hostsAt = async (host: string) => {
      const { body } = await ask(line, { host });
      return body.EndPoints.map(({ Host }: { Host: string }) => Host);
    };
    assert.ok((await hostsAt('laurel.example')).includes('laurel.example'));
    assert.equal((await hostsAt('a"b')).length, (await hostsAt('localhost')).length - 1);
  });
});
