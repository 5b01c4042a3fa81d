import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { instant, titleId } from '@laurel/domain';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { createTestClock } from '../clock.ts';
import { type OpenIdIssuer, plainClient } from './identity-config.ts';
import { createOpenId } from './open-id.ts';
import { issuerLimits } from './open-id-keys.ts';
import { IdentityUnavailable, TokenRefusal } from './token-refusal.ts';

const noon = instant('2026-03-01T12:00:00Z');
const noonSeconds = Date.UTC(2026, 2, 1, 12) / 1000;

type Pair = { readonly privateKey: CryptoKey; readonly publicJwk: JWK; readonly kid: string };

async function keyPair(kid: string, algorithm = 'RS256'): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { privateKey, kid, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm } };
}

/** What the issuer gives; changed by tests. */
const issuer = {
  address: '',
  keys: [] as JWK[],
  status: 200,
  discovery: {} as Record<string, unknown>,
  requests: 0,
  padding: '',
};
let first: Pair;
let second: Pair;

const server = createServer((request, response) => {
  issuer.requests += 1;
  const isDiscovery = request.url?.endsWith('/.well-known/openid-configuration');
  const body = isDiscovery
    ? {
        issuer: issuer.address,
        jwks_uri: `${issuer.address}/keys`,
        authorization_endpoint: `${issuer.address}/login`,
        ...issuer.discovery,
      }
    : { keys: issuer.keys };
  response.writeHead(issuer.status, { 'content-type': 'application/json' });
  response.end(issuer.padding + JSON.stringify(body));
});

before(async () => {
  [first, second] = await Promise.all([keyPair('first'), keyPair('second')]);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  Object.assign(issuer, { keys: [first.publicJwk], status: 200, requests: 0, padding: '' });
  issuer.discovery = {};
});

function trusting(more: Partial<OpenIdIssuer> = {}) {
  const clock = createTestClock(noon);
  const config: OpenIdIssuer = {
    issuer: issuer.address,
    clients: [
      plainClient('game'),
      { clientId: 'site', titleId: titleId(7), isThirdParty: true, isDeveloper: false },
    ],
    gamertagClaim: 'preferred_username',
    createsPlayers: true,
    sandboxes: ['RETAIL'],
    ...more,
  };
  return { clock, openId: createOpenId({ issuers: [config], clock }) };
}

function idToken(
  claims: Record<string, unknown> = {},
  { pair = first, typ, alg = 'RS256' }: { pair?: Pair; typ?: string; alg?: string } = {},
): Promise<string> {
  return new SignJWT({
    iss: issuer.address,
    aud: 'game',
    sub: 'subject-1',
    iat: noonSeconds - 10,
    exp: noonSeconds + 600,
    ...claims,
  })
    .setProtectedHeader({ alg, kid: pair.kid, ...(typ !== undefined && { typ }) })
    .sign(pair.privateKey);
}

function refusedWith(pattern: RegExp) {
  return (thrown: unknown) =>
    thrown instanceof TokenRefusal &&
    thrown.reason === 'InvalidTicket' &&
    pattern.test(thrown.message);
}

describe('an ID token', () => {
  test('tells who signs in, by which client, and what they would be called', async () => {
    const { openId } = trusting();
    const claims = { preferred_username: 'ada@example.test', locale: 'fr_CA' };
    const proven = await openId.verify(await idToken(claims));
    const { subject, gamertag, locale, client } = proven;
    assert.deepEqual(
      { issuer: proven.issuer, subject, gamertag, locale, clientId: client.clientId },
      {
        issuer: issuer.address,
        subject: 'subject-1',
        gamertag: 'ada',
        locale: 'fr-CA',
        clientId: 'game',
      },
    );
  });

  test('for several audiences is of the client that asked for it', async () => {
    const { openId } = trusting();
    const { client } = await openId.verify(await idToken({ aud: ['game', 'site'], azp: 'site' }));
    assert.deepEqual([client.clientId, client.titleId, client.isThirdParty], ['site', 7, true]);
  });

  test('within a minute behind its end is taken, for clocks differ', async () => {
    const { openId } = trusting();
    await openId.verify(await idToken({ exp: noonSeconds - 59 }));
  });

  const refusals: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
    ['that has expired', () => idToken({ exp: noonSeconds - 61 }), /expired/],
    ['that never expires', () => idToken({ exp: undefined }), /exp/],
    ['of another issuer', () => idToken({ iss: 'https://other.example' }), /issuer/],
    ['without an issuer', () => idToken({ iss: undefined }), /issuer/],
    ['for another audience', () => idToken({ aud: 'elsewhere' }), /aud/],
    ['for several audiences without azp', () => idToken({ aud: ['game', 'site'] }), /client/],
    ['that an unknown client asked for', () => idToken({ azp: 'elsewhere' }), /client/],
    ['without a subject', () => idToken({ sub: undefined }), /sub/],
    ['with an empty subject', () => idToken({ sub: '' }), /subject/],
    ['with a subject that is too long', () => idToken({ sub: 'x'.repeat(256) }), /subject/],
    ['that is an access token', () => idToken({}, { typ: 'at+jwt' }), /form/],
    ['that is a logout token', () => idToken({}, { typ: 'logout+jwt' }), /form/],
    [
      'with the known key id and another key',
      () => idToken({}, { pair: { ...second, kid: 'first' } }),
      /signature/,
    ],
  ];
  for (const [what, make, pattern] of refusals) {
    test(`${what} is refused`, async () => {
      const { openId } = trusting();
      await assert.rejects(openId.verify(await make()), refusedWith(pattern));
    });
  }

  test('that is signed with a shared secret or not at all is refused', async () => {
    const { openId } = trusting();
    const token = await idToken();
    const payload = token.split('.')[1];
    for (const alg of ['none', 'HS256']) {
      const head = Buffer.from(JSON.stringify({ alg, kid: 'first' })).toString('base64url');
      await assert.rejects(openId.verify(`${head}.${payload}.AA`), refusedWith(/form/));
    }
  });

  for (const text of ['', 'a.b.c', 'eyJ.eyJ.', 'x'.repeat(100_000)]) {
    test(`like "${text.slice(0, 20)}" is refused without asking the issuer`, async () => {
      const { openId } = trusting();
      await assert.rejects(openId.verify(text), refusedWith(/issuer/));
      assert.equal(issuer.requests, 0);
    });
  }
});

describe("the issuer's keys", () => {
  test('are asked for once, also by many at a time, and again when they are old', async () => {
    const { openId, clock } = trusting();
    const token = await idToken();
    await Promise.all([openId.verify(token), openId.verify(token), openId.verify(token)]);
    await openId.verify(token);
    assert.equal(issuer.requests, 2);
    clock.advance(issuerLimits.freshMs);
    await openId.verify(await idToken());
    assert.equal(issuer.requests, 4);
  });

  test('are asked for again for a key that is new, but not at every token', async () => {
    const { openId, clock } = trusting();
    await openId.verify(await idToken());
    issuer.keys = [first.publicJwk, second.publicJwk];
    const ofNewKey = await idToken({}, { pair: second });
    await assert.rejects(openId.verify(ofNewKey), refusedWith(/signature/));
    assert.equal(issuer.requests, 2);
    clock.advance(issuerLimits.againAfterMs);
    await openId.verify(ofNewKey);
    assert.equal(issuer.requests, 4);
  });

  test('that are old are used while the issuer does not answer, for a day', async () => {
    const { openId, clock } = trusting();
    await openId.verify(await idToken());
    issuer.status = 503;
    clock.advance(issuerLimits.freshMs);
    await openId.verify(await idToken());
    clock.advance(issuerLimits.staleMs);
    const late = await idToken({ exp: noonSeconds + 7 * 86_400 });
    await assert.rejects(openId.verify(late), IdentityUnavailable);
  });

  const unusable: readonly (readonly [string, () => void])[] = [
    ['answers an error', () => Object.assign(issuer, { status: 500 })],
    ['answers too much', () => Object.assign(issuer, { padding: ' '.repeat(300 * 1024) })],
    ['answers no JSON', () => Object.assign(issuer, { padding: '<html>' })],
    ['describes another issuer', () => Object.assign(issuer.discovery, { issuer: 'https://b.c' })],
    ['names no keys', () => Object.assign(issuer.discovery, { jwks_uri: undefined })],
    [
      'names keys at an address that is not safe',
      () => Object.assign(issuer.discovery, { jwks_uri: 'http://192.0.2.1/keys' }),
    ],
    ['redirects', () => Object.assign(issuer, { status: 302 })],
  ];
  for (const [what, change] of unusable) {
    test(`can't be had of an issuer that ${what}`, async () => {
      change();
      const { openId } = trusting();
      await assert.rejects(openId.verify(await idToken()), IdentityUnavailable);
    });
  }
});

describe('the sign-in page', () => {
  const page = { clientId: 'game', redirectUri: 'ms-xal:/auth', state: 's', codeChallenge: 'c' };

  test("is the issuer's, with what the client says", async () => {
    const { openId } = trusting();
    const address = new URL((await openId.signInPage(page)) ?? '');
    assert.equal(address.origin + address.pathname, `${issuer.address}/login`);
    assert.deepEqual(Object.fromEntries(address.searchParams), {
      response_type: 'code',
      client_id: 'game',
      redirect_uri: 'ms-xal:/auth',
      scope: 'openid profile',
      state: 's',
      code_challenge: 'c',
      code_challenge_method: 'S256',
    });
  });

  test('is nowhere for a client that nobody knows', async () => {
    const { openId } = trusting();
    assert.equal(await openId.signInPage({ ...page, clientId: 'elsewhere' }), null);
  });

  test('is nowhere when it could run a script', async () => {
    issuer.discovery = { authorization_endpoint: 'javascript:alert(1)' };
    const { openId } = trusting();
    assert.equal(await openId.signInPage(page), null);
  });
});
