import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { sandbox, titleId } from '@laurel/domain';
import { base64url, SignJWT } from 'jose';
import { createTestClock } from '../clock.ts';
import { createAuthorizer, verifiedHeadersMax } from './authorization.ts';
import { createFakeSecrets } from './fake-secrets.ts';
import { emberling, sampleIdentity, wishOf } from './sample-identity.ts';
import { openSigningKeys } from './signing-keys.ts';
import { noClaims } from './token-claims.ts';
import { serviceRelyingParty } from './tokens.ts';

const ember = emberling.xuid;

/** An identity and a good header of Emberling's. */
async function withHeader(...of: Parameters<typeof sampleIdentity>) {
  const sample = await sampleIdentity(...of);
  const { token, userHash } = await sample.identity.makeToken(wishOf(ember));
  return { ...sample, token, userHash, header: `XBL3.0 x=${userHash};${token}` };
}

describe('a token of this instance', () => {
  test('speaks for its player, with title, sandbox and rights', async () => {
    const { identity } = await sampleIdentity();
    const wish = wishOf(ember, {
      titleId: titleId(1853190001),
      sandbox: sandbox('ACME.7'),
      locale: 'fr-FR',
      isThirdParty: true,
      isDeveloper: true,
    });
    const { token, userHash } = await identity.makeToken(wish);
    const verified = await identity.verifyAuthorization(`XBL3.0 x=${userHash};${token}`);
    assert.deepEqual(verified?.asker, {
      kind: 'Token',
      xuid: ember,
      gamertag: 'Emberling',
      titleId: 1853190001,
      sandbox: 'ACME.7',
      locale: 'fr-FR',
      isThirdParty: true,
      isDeveloper: true,
    });
  });

  test('that was verified before is known at once, as the same asker', async () => {
    const { identity, header } = await withHeader();
    const first = await identity.verifyAuthorization(header);
    assert.notEqual(first, null);
    assert.equal(identity.verifyAuthorization(header), first);
  });

  for (const form of ['xbl3.0 x=-;', 'XBL3.0 x=*;', 'XBL3.0 X=-;']) {
    test(`is taken in the form ${form}`, async () => {
      const { identity, token } = await withHeader();
      assert.notEqual(await identity.verifyAuthorization(form + token), null);
    });
  }

  test('of an older signing key stays good when the key is rotated and after a restart', async () => {
    const secrets = createFakeSecrets();
    const { identity, header } = await withHeader({ secrets });
    const { id } = await identity.rotateSigningKey();
    const restarted = await sampleIdentity({ secrets });
    assert.equal(restarted.identity.jwks().keys[0]?.kid, id);
    assert.notEqual(await restarted.identity.verifyAuthorization(header), null);
  });

  test('without a user claim speaks for no player', async () => {
    const { identity } = await sampleIdentity();
    const { token, userHash } = await identity.makeToken(wishOf(null));
    const verified = await identity.verifyAuthorization(`XBL3.0 x=-;${token}`);
    assert.equal(userHash, '');
    assert.equal(verified?.asker.kind === 'Token' && verified.asker.xuid, null);
  });
});

describe('time', () => {
  test('a token is refused from the moment it expires, also when it is remembered', async () => {
    const { identity, header, clock } = await withHeader();
    const sixteenHoursMs = 16 * 60 * 60 * 1000;
    clock.advance(sixteenHoursMs - 1);
    assert.notEqual(await identity.verifyAuthorization(header), null);
    clock.advance(1);
    assert.equal(await identity.verifyAuthorization(header), null);
  });

  test('a token that was never seen before is refused when it has expired', async () => {
    const { identity } = await sampleIdentity();
    const made = await identity.makeToken(wishOf(ember, { lifetimeSeconds: -1 }));
    const header = `XBL3.0 x=${made.userHash};${made.token}`;
    assert.equal(await identity.verifyAuthorization(header), null);
  });
});

describe('the user hash', () => {
  test('of the token is needed: the xuid and another hash are refused', async () => {
    const { identity, token } = await withHeader();
    for (const other of [ember, '1', 'garbage']) {
      assert.equal(await identity.verifyAuthorization(`XBL3.0 x=${other};${token}`), null, other);
    }
  });

  test('stays with a player', async () => {
    const { identity, userHash } = await withHeader();
    const again = await identity.makeToken(wishOf(ember));
    assert.match(userHash, /^[0-9]{1,20}$/);
    assert.equal(again.userHash, userHash);
  });

  test('may be empty only while the switch says so', async () => {
    let accepts = false;
    const { identity, token } = await withHeader({ acceptsEmptyUserHash: () => accepts });
    const header = `XBL3.0 x=;${token}`;
    assert.equal(await identity.verifyAuthorization(header), null);
    accepts = true;
    assert.notEqual(await identity.verifyAuthorization(header), null);
    accepts = false;
    assert.equal(await identity.verifyAuthorization(header), null);
  });
});

describe('a header', () => {
  const garbage: readonly (string | undefined)[] = [
    undefined,
    '',
    'XBL3.0',
    'XBL3.0 x=1',
    'XBL3.0 x=1;',
    'XBL3.0 x=1;garbage',
    'XBL3.0 x=-;a.b.c',
    'XBL3.0 x=-;..',
    'XBL3.0 x=-;eyJhbGciOiJFUzI1NiJ9.e30.AA',
    'XBL3.0 x=-;\u0000',
    'Bearer ',
    'Bearer lsk_short',
    `XBL3.0 x=-;${'a'.repeat(100_000)}`,
    'Basic YTpi',
  ];
  for (const header of garbage) {
    test(`like ${JSON.stringify(header)?.slice(0, 60)} speaks for nobody`, async () => {
      const { identity } = await sampleIdentity();
      assert.equal(await identity.verifyAuthorization(header), null);
    });
  }

  test('with two blanks, or with something behind the token, speaks for nobody', async () => {
    const { identity, token, userHash } = await withHeader();
    for (const header of [`XBL3.0  x=${userHash};${token}`, `XBL3.0 x=${userHash};${token} b`]) {
      assert.equal(await identity.verifyAuthorization(header), null);
    }
  });
});

describe('a forged token is refused', () => {
  /** Parts of a good token, to be put together wrongly. */
  async function parts() {
    const sample = await withHeader();
    const [head = '', payload = '', signature = ''] = sample.token.split('.');
    return { ...sample, head, payload, signature };
  }

  function headOf(value: object): string {
    return base64url.encode(JSON.stringify(value));
  }

  test('with algorithm none', async () => {
    const { identity, payload } = await parts();
    const kid = identity.jwks().keys[0]?.kid;
    for (const alg of ['none', 'None', 'NONE']) {
      const head = headOf({ alg, typ: 'JWT', kid });
      for (const signature of ['', 'AA']) {
        const forged = `XBL3.0 x=-;${head}.${payload}.${signature}`;
        assert.equal(await identity.verifyAuthorization(forged), null, forged);
      }
    }
  });

  test('signed with HS256 and the public key as secret', async () => {
    const { identity, payload } = await parts();
    const [jwk] = identity.jwks().keys;
    const signed = `${headOf({ alg: 'HS256', typ: 'JWT', kid: jwk?.kid })}.${payload}`;
    const secrets = [JSON.stringify(jwk), Buffer.from(String(jwk?.x), 'base64url')];
    for (const secret of secrets) {
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      assert.equal(await identity.verifyAuthorization(`XBL3.0 x=-;${signed}.${signature}`), null);
    }
  });

  test('signed with the key of another instance, under its own or our key id', async () => {
    const { identity, payload, clock } = await parts();
    const others = await openSigningKeys({ secrets: createFakeSecrets(), clock });
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    for (const kid of [others.newest.id, identity.jwks().keys[0]?.kid ?? '']) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid })
        .sign(others.newest.privateKey);
      assert.equal(await identity.verifyAuthorization(`XBL3.0 x=-;${forged}`), null);
    }
  });

  test('with a payload that was changed', async () => {
    const { identity, head, payload, signature } = await parts();
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = base64url.encode(JSON.stringify({ ...claims, dev: true }));
    const forged = `XBL3.0 x=-;${head}.${changed}.${signature}`;
    assert.equal(await identity.verifyAuthorization(forged), null);
  });

  test('with a critical header that nobody understands', async () => {
    const { identity, payload, signature } = await parts();
    const kid = identity.jwks().keys[0]?.kid;
    const head = headOf({ alg: 'ES256', typ: 'JWT', kid, crit: ['b64'], b64: false });
    const forged = `XBL3.0 x=-;${head}.${payload}.${signature}`;
    assert.equal(await identity.verifyAuthorization(forged), null);
  });
});

describe('a good token for something else is refused', () => {
  test('for another relying party', async () => {
    const { identity } = await sampleIdentity();
    const wish = wishOf(ember, { relyingParty: 'http://events.xboxlive.com' });
    const { token } = await identity.makeToken(wish);
    assert.equal(await identity.verifyAuthorization(`XBL3.0 x=-;${token}`), null);
  });

  for (const kind of ['user', 'device', 'title'] as const) {
    test(`a ${kind} token opens no service, whomever it is for`, async () => {
      const { identity } = await sampleIdentity();
      for (const relyingParty of [null, serviceRelyingParty]) {
        const { token } = await identity.makeToken(wishOf(ember, { kind, relyingParty }));
        assert.equal(await identity.verifyAuthorization(`XBL3.0 x=-;${token}`), null);
      }
    });
  }
});

describe('a title server key', () => {
  test('speaks for its title in either form of header, until it is revoked', async () => {
    const { identity } = await sampleIdentity({ config: { titleServerKeys: true } });
    const added = await identity.titleServerKeys.add({ titleId: titleId(7), label: '' });
    const headers = [`Bearer ${added.key}`, `XBL3.0 x=-;${added.key}`];
    for (const header of headers) {
      assert.deepEqual(await identity.verifyAuthorization(header), {
        asker: { kind: 'TitleServer', titleId: 7, keyId: added.id, sandbox: 'RETAIL' },
        goodUntilMs: 0,
      });
    }
    await identity.titleServerKeys.revoke({ titleId: titleId(7), keyId: added.id });
    for (const header of headers) assert.equal(await identity.verifyAuthorization(header), null);
  });

  test('speaks for nobody where such keys are not taken', async () => {
    const { identity } = await sampleIdentity();
    const { key } = await identity.titleServerKeys.add({ titleId: titleId(7), label: '' });
    assert.equal(await identity.verifyAuthorization(`Bearer ${key}`), null);
    assert.equal(await identity.verifyAuthorization(`XBL3.0 x=-;${key}`), null);
  });
});

test('beyond the most headers that are remembered, the oldest is read again', async () => {
  let reads = 0;
  const authorizer = createAuthorizer({
    tokens: {
      async read() {
        reads += 1;
        return { kind: 'Valid', claims: noClaims, expiresAtMs: Number.POSITIVE_INFINITY };
      },
    },
    keys: null,
    clock: createTestClock(),
    acceptsEmptyUserHash: () => false,
  });
  const nonce = randomBytes(4).toString('hex');
  for (let token = 0; token <= verifiedHeadersMax; token += 1) {
    await authorizer.verify(`XBL3.0 x=-;${nonce}${token}`);
  }
  await authorizer.verify(`XBL3.0 x=-;${nonce}${verifiedHeadersMax}`);
  assert.equal(reads, verifiedHeadersMax + 1);
  await authorizer.verify(`XBL3.0 x=-;${nonce}0`);
  assert.equal(reads, verifiedHeadersMax + 2);
});
