import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  defaultIdentityConfig,
  identityProblems,
  type OpenIdIssuer,
  plainClient,
} from './identity-config.ts';
import { sampleIdentity } from './sample-identity.ts';

const good: OpenIdIssuer = {
  issuer: 'https://id.example',
  clients: [plainClient('game')],
  gamertagClaim: 'preferred_username',
  createsPlayers: true,
  sandboxes: ['RETAIL'],
};

function problemsOf(...openId: OpenIdIssuer[]): readonly string[] {
  return identityProblems({ ...defaultIdentityConfig, openId });
}

test('nobody can sign in unless the configuration says so', () => {
  const { isDevelopment, openId, titleServerKeys } = defaultIdentityConfig;
  assert.deepEqual(
    { isDevelopment, openId, titleServerKeys },
    {
      isDevelopment: false,
      openId: [],
      titleServerKeys: false,
    },
  );
});

test('an issuer must be reached by https, or be on this machine', () => {
  assert.deepEqual(problemsOf(good), []);
  for (const issuer of ['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1/realms/a']) {
    assert.deepEqual(problemsOf({ ...good, issuer }), []);
  }
  for (const issuer of ['http://id.example', 'id.example', '', 'http://localhost.id.example']) {
    assert.equal(problemsOf({ ...good, issuer }).length, 1, issuer);
  }
});

test('an issuer must be there once, with clients that have names', () => {
  assert.match(problemsOf(good, good).join(), /twice/);
  assert.match(problemsOf({ ...good, clients: [] }).join(), /client/);
  assert.match(problemsOf({ ...good, clients: [plainClient('')] }).join(), /name each client/);
});

test('an identity does not open with a configuration that is not safe', async () => {
  const config = { openId: [{ ...good, issuer: 'http://id.example' }] };
  await assert.rejects(sampleIdentity({ config }), RangeError);
});
