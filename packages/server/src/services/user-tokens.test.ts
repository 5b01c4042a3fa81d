import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { titleId, xuid } from '@laurel/domain';
import { emberling, sampleIdentity, samplePlayer, wishOf } from './sample-identity.ts';
import { userHashOf } from './token-claims.ts';
import { TokenRefusal, type TokenRefusalReason } from './token-refusal.ts';
import { serviceRelyingParty } from './tokens.ts';
import type { SignIn } from './user-tokens.ts';

type Identity = Awaited<ReturnType<typeof sampleIdentity>>['identity'];

const isDevelopment = { isDevelopment: true };

function ticket(text: string, isLocal = true): SignIn {
  return { method: 'Ticket', ticket: text, isLocal };
}

function because(reason: TokenRefusalReason) {
  return (thrown: unknown) => thrown instanceof TokenRefusal && thrown.reason === reason;
}

function exchange(identity: Identity, userToken: string | null, more: object = {}) {
  return identity.authorize({
    userToken,
    deviceToken: null,
    titleToken: null,
    sandbox: null,
    relyingParty: serviceRelyingParty,
    ...more,
  });
}

describe('the development identity', () => {
  test('lets anyone on this machine be a player by their gamertag, in any case', async () => {
    const { identity } = await sampleIdentity({ config: isDevelopment });
    const { claims, token } = await identity.authenticateUser(ticket('emberLING'));
    assert.equal(claims.user?.xuid, emberling.xuid);
    const service = await exchange(identity, token);
    assert.equal(service.claims.user?.gamertag, 'Emberling');
  });

  test('makes a player of a gamertag that nobody has, who may play in every sandbox', async () => {
    const { identity, store } = await sampleIdentity({ config: isDevelopment });
    await identity.authenticateUser(ticket('Newcomer 1'));
    const again = await identity.authenticateUser(ticket('newcomer 1'));
    const made = await store.players.byGamertag('Newcomer 1');
    assert.deepEqual([made?.gamertag, made?.sandboxes], ['Newcomer 1', ['*']]);
    assert.equal(again.claims.user?.xuid, made?.xuid);
    const { claims } = await exchange(identity, again.token, { sandbox: 'ACME.7' });
    assert.equal(claims.sandbox, 'ACME.7');
  });

  test('is not there unless it was asked for', async () => {
    const { identity } = await sampleIdentity();
    await assert.rejects(identity.authenticateUser(ticket('Emberling')), because('InvalidTicket'));
  });

  test('is not there for other machines', async () => {
    const { identity, store } = await sampleIdentity({ config: isDevelopment });
    const fromElsewhere = ticket('Visitor', false);
    await assert.rejects(identity.authenticateUser(fromElsewhere), because('InvalidTicket'));
    assert.equal(await store.players.byGamertag('Visitor'), undefined);
  });

  for (const text of ['', '   ', 'a/b', 'xuid(1)', 'x'.repeat(33), 'a\u0000b']) {
    test(`refuses ${JSON.stringify(text)} as a gamertag`, async () => {
      const { identity } = await sampleIdentity({ config: isDevelopment });
      await assert.rejects(identity.authenticateUser(ticket(text)), because('InvalidTicket'));
    });
  }

  test('takes no ID token for a gamertag', async () => {
    const { identity } = await sampleIdentity({ config: isDevelopment });
    const signIn = ticket('eyJhbGciOiJub25lIn0.e30.');
    await assert.rejects(identity.authenticateUser(signIn), because('InvalidTicket'));
  });
});

describe('a title server', () => {
  const config = { titleServerKeys: true };
  const vouch = (key: string, playerId = 'p1'): SignIn => ({
    method: 'TitleServer',
    key,
    playerId,
    gamertag: 'Sparrow',
  });

  async function withKey() {
    const sample = await sampleIdentity({ config });
    const { id, key } = await sample.identity.titleServerKeys.add({
      titleId: titleId(7),
      label: '',
    });
    return { ...sample, id, key };
  }

  test('vouches for a player of its title, whose tokens then carry that title', async () => {
    const { identity, store, key } = await withKey();
    const user = await identity.authenticateUser(vouch(key));
    const service = await exchange(identity, user.token);
    const player = await store.players.byIdentity({ issuer: 'title:7', subject: 'p1' });
    assert.deepEqual([player?.gamertag, player?.sandboxes], ['Sparrow', ['RETAIL']]);
    assert.deepEqual([service.claims.user?.xuid, service.claims.titleId], [player?.xuid, 7]);
    const again = await identity.authenticateUser(vouch(key));
    assert.equal(again.claims.user?.xuid, player?.xuid);
  });

  test('cannot vouch with a key that is not in force', async () => {
    const { identity, key, id } = await withKey();
    await identity.titleServerKeys.revoke({ titleId: titleId(7), keyId: id });
    for (const bad of [key, 'lsk_', 'garbage', '']) {
      await assert.rejects(identity.authenticateUser(vouch(bad)), because('InvalidTicket'));
    }
  });

  test('no longer vouches for those who signed in before its key was revoked', async () => {
    const { identity, key, id } = await withKey();
    const user = await identity.authenticateUser(vouch(key));
    await identity.titleServerKeys.revoke({ titleId: titleId(7), keyId: id });
    await assert.rejects(exchange(identity, user.token), because('InvalidUserToken'));
  });

  test('cannot take the gamertag of another player', async () => {
    const { identity, store, key } = await withKey();
    const { claims } = await identity.authenticateUser({
      method: 'TitleServer',
      key,
      playerId: 'p2',
      gamertag: 'Emberling',
    });
    const player = await store.players.byXuid(claims.user?.xuid ?? xuid('1'));
    assert.match(player?.gamertag ?? '', /^Emberling[0-9]{4}$/);
  });

  test("gets a token of its own title, and a player's title token must be of the same", async () => {
    const { identity, key } = await withKey();
    const title = await identity.authenticateTitle(vouch(key, ''));
    assert.equal(title.claims.titleId, 7);
    const user = await identity.authenticateUser(vouch(key));
    const titleToken = title.token;
    assert.equal((await exchange(identity, user.token, { titleToken })).claims.titleId, 7);
    const other = await identity.makeToken(wishOf(null, { kind: 'title', titleId: titleId(8) }));
    const order = exchange(identity, user.token, { titleToken: other.token });
    await assert.rejects(order, because('TitleNotAllowed'));
  });
});

describe('a service token', () => {
  test('lives for 16 hours, and a user token for 4 days', async () => {
    const { identity } = await sampleIdentity({ config: isDevelopment });
    const user = await identity.authenticateUser(ticket('Emberling'));
    const service = await exchange(identity, user.token);
    assert.deepEqual(
      [user.issuedAt, user.notAfter, service.notAfter],
      [
        '2026-03-01T12:00:00.0000000Z',
        '2026-03-05T12:00:00.0000000Z',
        '2026-03-02T04:00:00.0000000Z',
      ],
    );
  });

  test('is not given to someone without a profile', async () => {
    const { identity } = await sampleIdentity();
    const nobody = await identity.makeToken(wishOf(null, { kind: 'user' }));
    await assert.rejects(exchange(identity, nobody.token), because('NoPlayer'));
  });

  test('is of RETAIL where no sandbox is asked for', async () => {
    const { identity } = await sampleIdentity();
    const { token } = await identity.makeToken(wishOf(emberling.xuid, { kind: 'user' }));
    assert.equal((await exchange(identity, token)).claims.sandbox, 'RETAIL');
  });

  const invited = samplePlayer('2533274800000002', 'Potter7', { sandboxes: ['ACME.7'] });
  const sandboxes: readonly (readonly [string, string, TokenRefusalReason])[] = [
    ['a retail account', 'ACME.7', 'RetailAccountNotAllowed'],
    ['a retail account', 'not a sandbox', 'SandboxNotAllowed'],
    ['an account of ACME.7', 'ACME.8', 'SandboxNotAllowed'],
    ['an account of ACME.7', 'acme.7', 'SandboxNotAllowed'],
  ];
  for (const [who, sandbox, reason] of sandboxes) {
    test(`is not given to ${who} for ${sandbox}: ${reason}`, async () => {
      const { identity } = await sampleIdentity({ players: [emberling, invited] });
      const of = who === 'a retail account' ? emberling : invited;
      const { token } = await identity.makeToken(wishOf(of.xuid, { kind: 'user' }));
      await assert.rejects(exchange(identity, token, { sandbox }), because(reason));
    });
  }

  test('is given for a sandbox that the player was let into', async () => {
    const { identity } = await sampleIdentity({ players: [invited] });
    const { token } = await identity.makeToken(wishOf(invited.xuid, { kind: 'user' }));
    assert.equal((await exchange(identity, token, { sandbox: 'ACME.7' })).claims.sandbox, 'ACME.7');
  });

  for (const kind of ['user', 'device', 'title'] as const) {
    const Kind = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}` as 'User' | 'Device' | 'Title';

    test(`is not given for a ${kind} token that has expired or is not one`, async () => {
      const { identity } = await sampleIdentity();
      const member = `${kind}Token`;
      const wish = wishOf(emberling.xuid, { kind, lifetimeSeconds: -1 });
      const { token } = await identity.makeToken(wish);
      const service = await identity.makeToken(wishOf(emberling.xuid));
      await assert.rejects(
        exchange(identity, null, { [member]: token }),
        because(`Expired${Kind}Token`),
      );
      for (const bad of ['garbage', service.token]) {
        const order = exchange(identity, null, { [member]: bad });
        await assert.rejects(order, because(`Invalid${Kind}Token`));
      }
    });
  }

  test('is not given for nothing', async () => {
    const { identity } = await sampleIdentity();
    await assert.rejects(exchange(identity, null), because('InvalidUserToken'));
  });

  test('for a device alone names no player, and is of RETAIL only', async () => {
    const { identity } = await sampleIdentity();
    const { token } = await identity.authenticateDevice({ id: '{A}', proofKey: null });
    const service = await exchange(identity, null, { deviceToken: token });
    assert.deepEqual([service.claims.user, service.claims.sandbox], [null, 'RETAIL']);
    const elsewhere = exchange(identity, null, { deviceToken: token, sandbox: 'ACME.7' });
    await assert.rejects(elsewhere, because('RetailAccountNotAllowed'));
  });

  test("carries the device's proof key on to the asker", async () => {
    const { identity } = await sampleIdentity();
    const proofKey = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' } as const;
    const device = await identity.authenticateDevice({ id: '{A}', proofKey });
    const user = await identity.makeToken(wishOf(emberling.xuid, { kind: 'user' }));
    const { token } = await exchange(identity, user.token, { deviceToken: device.token });
    const verified = await identity.verifyAuthorization(`XBL3.0 x=-;${token}`);
    assert.deepEqual(verified && identity.proofKeyOf(verified.asker), proofKey);
  });

  test('keeps the user hash of the user token', async () => {
    const { identity } = await sampleIdentity({ config: isDevelopment });
    const user = await identity.authenticateUser(ticket('Emberling'));
    const service = await exchange(identity, user.token);
    assert.equal(service.claims.user?.userHash, user.claims.user?.userHash);
    assert.equal(user.claims.user?.userHash, userHashOf(emberling));
  });
});
