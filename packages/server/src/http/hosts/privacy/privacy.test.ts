import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { alice, bob, callerOf, carol } from '../../../services/sample-world.ts';
import { createSampleApp, dave, erin, frank, type SampleApp } from '../sample-app.ts';

let app: SampleApp;

beforeEach(async () => {
  app = await createSampleApp();
});

describe('GET permission/validate', () => {
  function validate(owner: string, target: string, setting = 'ViewTargetGameHistory') {
    return `GET /privacy/users/${owner}/permission/validate?setting=${setting}&target=${target}`;
  }

  test('a friend is allowed, and no reasons are given', async () => {
    const line = validate(`xuid(${bob})`, `xuid(${erin})`);
    const { status, body } = await app.ask(line, { as: callerOf(bob) });
    assert.deepEqual([status, body], [200, { isAllowed: true }]);
  });

  test('a denial names the reason and the setting', async () => {
    const { body } = await app.ask(validate('me', `xuid(${frank})`), { as: callerOf(bob) });
    assert.deepEqual(body, {
      isAllowed: false,
      reasons: [{ reason: 'PrivacySettingRestrictsTarget', restrictedSetting: 'ShareGameHistory' }],
    });
  });

  test('who is on the block list of the target is told so', async () => {
    const { body } = await app.ask(validate('me', 'gt(Emberling)'), { as: callerOf(dave) });
    assert.deepEqual(body, {
      isAllowed: false,
      reasons: [{ reason: 'BlockListRestrictsTarget' }],
    });
  });

  test('names of permissions match in any case', async () => {
    const line = validate('me', `xuid(${alice})`, 'viewtargetprofile');
    assert.equal((await app.ask(line, { as: callerOf(bob) })).status, 200);
  });

  const refusals = [
    ['for another player', validate(`xuid(${alice})`, `xuid(${bob})`), 403],
    ['about a player nobody knows', validate('me', 'xuid(2533279999999999)'), 404],
    ['about a gamertag nobody has', validate('me', 'gt(NoSuchOne)'), 404],
    ['for a permission nobody knows', validate('me', `xuid(${alice})`, 'Fly'), 400],
    ['without a target', 'GET /privacy/users/me/permission/validate?setting=WriteComment', 400],
  ] as const;
  for (const [what, line, status] of refusals) {
    test(`a check ${what} answers ${status}`, async () => {
      assert.equal((await app.ask(line, { as: callerOf(bob) })).status, status);
    });
  }
});

describe('POST permission/validate', () => {
  const line = `POST /privacy/users/xuid(${carol})/permission/validate`;

  test('answers keep the order, the count and the users of the request', async () => {
    const body = {
      users: [{ xuid: erin }, { anonymousUser: 'crossNetworkUser' }, { xuid: '12345' }],
      permissions: ['ViewTargetGameHistory', 'ViewTargetProfile'],
    };
    const answered = await app.ask(line, { as: callerOf(carol), body });
    assert.deepEqual(answered.body, {
      responses: [
        {
          user: { xuid: erin },
          permissions: [
            {
              isAllowed: false,
              reasons: [
                {
                  reason: 'PrivacySettingRestrictsTarget',
                  restrictedSetting: 'ShareGameHistory',
                },
              ],
            },
            { isAllowed: true },
          ],
        },
        {
          user: { anonymousUser: 'crossNetworkUser' },
          permissions: [{ isAllowed: true }, { isAllowed: true }],
        },
        {
          user: { xuid: '12345' },
          permissions: [
            { isAllowed: false, reasons: [{ reason: 'NotAllowed' }] },
            { isAllowed: false, reasons: [{ reason: 'NotAllowed' }] },
          ],
        },
      ],
    });
  });

  const malformed = [
    ['no users', { permissions: ['WriteComment'] }],
    ['a user who is neither', { users: [{ name: 'x' }], permissions: [] }],
    ['an xuid that is none', { users: [{ xuid: 'x' }], permissions: [] }],
    ['a permission nobody knows', { users: [], permissions: ['Fly'] }],
    [
      'more than a hundred users',
      { users: Array.from({ length: 101 }, () => ({ xuid: alice })), permissions: [] },
    ],
  ] as const;
  for (const [what, body] of malformed) {
    test(`a body with ${what} answers 400`, async () => {
      assert.equal((await app.ask(line, { as: callerOf(carol), body })).status, 400);
    });
  }
});

describe('the lists', () => {
  for (const name of ['avoid', 'never']) {
    test(`${name} tells the owner whom they blocked`, async () => {
      const line = `GET /privacy/users/xuid(${alice})/people/${name}`;
      const { status, body } = await app.ask(line, { as: callerOf(alice) });
      assert.deepEqual([status, body], [200, { users: [{ xuid: dave }] }]);
    });
  }

  test('mute tells the owner whom they muted', async () => {
    const { body } = await app.ask('GET /privacy/users/me/people/mute', { as: callerOf(alice) });
    assert.deepEqual(body, { users: [] });
  });

  for (const name of ['avoid', 'mute']) {
    test(`${name} of another player answers 403`, async () => {
      const line = `GET /privacy/users/xuid(${alice})/people/${name}`;
      const { status, body } = await app.ask(line, { as: callerOf(bob) });
      assert.deepEqual([status, Reflect.get(body as object, 'source')], [403, 'Privacy']);
    });
  }
});
