import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { titleId } from '@laurel/domain';
import type { JWK } from 'jose';
import { signedContent } from '../services/request-signature.ts';
import { emberling, wishOf } from '../services/sample-identity.ts';
import { createTokenApp, managementKey } from './hosts/tokens/sample-token-app.ts';

const forPlayers = 'GET /achievements/users/me/achievements';
const forTokens = 'GET /profile/users/me/profile/settings';
const forManagers = 'GET /management/titles/7/keys';

async function withHeader(...of: Parameters<typeof createTokenApp>) {
  const app = await createTokenApp(...of);
  const { token, userHash } = await app.identity.makeToken(wishOf(emberling.xuid));
  return { ...app, authorization: `XBL3.0 x=${userHash};${token}` };
}

describe('a protocol host', () => {
  for (const line of [forPlayers, forTokens]) {
    for (const authorization of [undefined, '', 'XBL3.0 x=1;garbage', `Bearer ${managementKey}`]) {
      test(`answers 401 and an empty body to ${authorization} at ${line}`, async () => {
        const { ask } = await createTokenApp();
        const headers: Record<string, string> =
          authorization === undefined ? {} : { authorization };
        const answered = await ask(line, { headers });
        assert.deepEqual([answered.status, answered.text], [401, '']);
        assert.equal(
          answered.headers['www-authenticate'],
          "Token realm='xboxlive.com', error='token_required'",
        );
      });
    }
  }

  test('serves a good token, the first time and again', async () => {
    const { ask, authorization } = await withHeader();
    for (let time = 1; time <= 2; time += 1) {
      const { status, body } = await ask(forPlayers, { headers: { authorization } });
      assert.deepEqual([status, body.asker.gamertag], [200, 'Emberling']);
    }
  });

  test('answers 403 and code 23 to a token without a player, where it is for players', async () => {
    const { ask, identity } = await createTokenApp();
    const { token } = await identity.makeToken(wishOf(null));
    const headers = { authorization: `XBL3.0 x=-;${token}` };
    const { status, body } = await ask(forPlayers, { headers });
    assert.equal(status, 403);
    assert.deepEqual(
      [body.code, body.source, body.description],
      [23, 'Progress', 'No valid claims were found on the request.'],
    );
    assert.equal((await ask(forTokens, { headers })).status, 200);
  });
});

describe('a head that is remembered', () => {
  test('is not served any more from the moment its token expires', async () => {
    const { ask, authorization, clock } = await withHeader();
    const asked = { headers: { authorization }, kept: [] };
    for (let time = 1; time <= 2; time += 1)
      assert.equal((await ask(forPlayers, asked)).status, 200);
    clock.advance(365 * 24 * 60 * 60_000);
    assert.equal((await ask(forPlayers, asked)).status, 401);
  });

  test('is not served any more when the key of its title server is revoked', async () => {
    const { ask, identity } = await createTokenApp({ config: { titleServerKeys: true } });
    const { key, id } = await identity.titleServerKeys.add({ titleId: titleId(7), label: '' });
    for (const authorization of [`Bearer ${key}`, `XBL3.0 x=-;${key}`]) {
      const asked = { headers: { authorization }, kept: [] };
      for (let time = 1; time <= 2; time += 1) {
        assert.equal((await ask(forPlayers, asked)).status, 200);
      }
    }
    const asked = { headers: { authorization: `Bearer ${key}` }, kept: [] };
    assert.equal((await ask(forPlayers, asked)).status, 200);
    await identity.titleServerKeys.revoke({ titleId: titleId(7), keyId: id });
    assert.equal((await ask(forPlayers, asked)).status, 401);
  });

  test('with an empty user hash is asked again, for the switch may have been turned', async () => {
    let isTaken = true;
    const { ask, identity } = await createTokenApp({ acceptsEmptyUserHash: () => isTaken });
    const { token } = await identity.makeToken(wishOf(emberling.xuid));
    const asked = { headers: { authorization: `XBL3.0 x=;${token}` }, kept: [] };
    for (let time = 1; time <= 2; time += 1)
      assert.equal((await ask(forPlayers, asked)).status, 200);
    isTaken = false;
    assert.equal((await ask(forPlayers, asked)).status, 401);
  });
});

describe('a title server', () => {
  async function withKey() {
    const app = await createTokenApp({ config: { titleServerKeys: true } });
    const { key } = await app.identity.titleServerKeys.add({ titleId: titleId(7), label: '' });
    return { ...app, authorization: `Bearer ${key}` };
  }

  test('asks for its title in RETAIL, or in the sandbox that it names', async () => {
    const { ask, authorization } = await withKey();
    const sandboxes = [];
    for (const more of [{}, { 'x-laurel-sandbox': 'ACME.7' }, {}]) {
      const { body } = await ask(forPlayers, { headers: { authorization, ...more } });
      assert.deepEqual([body.asker.kind, body.asker.titleId], ['TitleServer', 7]);
      sandboxes.push(body.asker.sandbox);
    }
    assert.deepEqual(sandboxes, ['RETAIL', 'ACME.7', 'RETAIL']);
  });

  test('is told when that is no name of a sandbox', async () => {
    const { ask, authorization } = await withKey();
    const headers = { authorization, 'x-laurel-sandbox': '../..' };
    assert.equal((await ask(forPlayers, { headers })).status, 400);
  });

  test("names no sandbox for a player's token", async () => {
    const { ask, authorization } = await withHeader();
    const headers = { authorization, 'x-laurel-sandbox': 'ACME.7' };
    assert.equal((await ask(forPlayers, { headers })).body.asker.sandbox, 'RETAIL');
  });
});

describe('the management', () => {
  test('takes the management key', async () => {
    const { ask } = await createTokenApp();
    const headers = { authorization: `Bearer ${managementKey}` };
    assert.equal((await ask(forManagers, { headers })).status, 200);
  });

  const others = [undefined, '', 'Bearer', `Bearer ${managementKey}x`, managementKey, 'Bearer x'];
  for (const authorization of others) {
    test(`answers 401 and a problem to ${authorization}`, async () => {
      const { ask } = await createTokenApp();
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const answered = await ask(forManagers, { headers });
      assert.deepEqual([answered.status, answered.body.code], [401, 'NotManager']);
      assert.equal(answered.headers['content-type'], 'application/problem+json; charset=utf-8');
      assert.equal(answered.text.includes(managementKey), false);
    });
  }

  test("does not take a player's token", async () => {
    const { ask, authorization } = await withHeader();
    assert.equal((await ask(forManagers, { headers: { authorization } })).status, 401);
  });

  test('makes, lists and revokes title server keys', async () => {
    const { ask } = await createTokenApp({ config: { titleServerKeys: true } });
    const headers = { authorization: `Bearer ${managementKey}` };
    const made = await ask('POST /management/titles/7/keys', { headers, body: { label: 'eu' } });
    assert.equal(made.status, 201);
    const { key, ...shown } = made.body;
    const asServer = { headers: { authorization: `Bearer ${key}` } };
    assert.equal((await ask(forPlayers, asServer)).status, 200);
    assert.deepEqual((await ask(forManagers, { headers })).body, { keys: [shown] });
    const one = `DELETE /management/titles/7/keys/${shown.id}`;
    assert.equal((await ask(one, { headers })).status, 204);
    assert.equal((await ask(one, { headers })).status, 404);
    assert.equal((await ask(forPlayers, asServer)).status, 401);
  });

  test('rotates the signing key, and what was signed before stays good', async () => {
    const { ask, identity, authorization } = await withHeader();
    const headers = { authorization: `Bearer ${managementKey}` };
    const { status, body } = await ask('POST /management/signing-keys', { headers });
    assert.equal(status, 201);
    assert.equal(identity.jwks().keys[0]?.kid, body.id);
    assert.equal((await ask(forPlayers, { headers: { authorization } })).status, 200);
  });
});

describe('the signature of a request', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  /** The header of a player whose device proves that it holds a key. */
  async function withDevice() {
    const app = await createTokenApp();
    const proofKey = publicKey.export({ format: 'jwk' }) as JWK;
    const device = await app.identity.authenticateDevice({ id: 'a', proofKey });
    const user = await app.identity.makeToken(wishOf(emberling.xuid, { kind: 'user' }));
    const { token } = await app.identity.authorize({
      userToken: user.token,
      deviceToken: device.token,
      titleToken: null,
      sandbox: null,
      relyingParty: 'http://xboxlive.com',
    });
    return { ...app, authorization: `XBL3.0 x=-;${token}` };
  }

  function signatureOf(authorization: string, nowMs: number): string {
    const head = Buffer.alloc(12);
    head.writeUInt32BE(1);
    head.writeBigUInt64BE((BigInt(nowMs) + 11_644_473_600_000n) * 10_000n, 4);
    const [method = '', target = ''] = forPlayers.split(' ');
    const content = signedContent(head, { method, target, authorization, body: Buffer.alloc(0) });
    const signature = sign('sha256', content, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return Buffer.concat([head, signature]).toString('base64');
  }

  test('is not looked at by default', async () => {
    const { ask, authorization } = await withDevice();
    const headers = { authorization, signature: 'garbage' };
    assert.equal((await ask(forPlayers, { headers })).status, 200);
  });

  test('must be good where signatures are verified and the device has a key', async () => {
    const { ask, authorization, switches, clock } = await withDevice();
    switches.set({ validateSignature: true });
    const signature = signatureOf(authorization, clock.milliseconds());
    assert.equal((await ask(forPlayers, { headers: { authorization, signature } })).status, 200);
    const { signature: _none, ...without } = { authorization, signature };
    for (const headers of [without, { authorization, signature: 'garbage' }]) {
      const { status, text } = await ask(forPlayers, { headers });
      assert.deepEqual([status, text], [401, '']);
    }
  });

  test('is not asked of a token without a key', async () => {
    const { ask, authorization, switches } = await withHeader();
    switches.set({ validateSignature: true });
    const headers = { authorization, signature: 'garbage' };
    assert.equal((await ask(forPlayers, { headers })).status, 200);
  });
});
