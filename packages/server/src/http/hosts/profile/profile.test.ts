import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { alice, bob, callerOf, nobody } from '../../../services/sample-world.ts';
import { at, createSampleApp, type SampleApp } from '../sample-app.ts';

let app: SampleApp;

beforeEach(async () => {
  app = await createSampleApp();
});

test('POST batch answers the recorded shape, all values as text', async () => {
  const { status, body } = await app.ask('POST /profile/users/batch/profile/settings', {
    as: callerOf(bob),
    body: { userIds: [alice], settings: ['Gamertag', 'Gamerscore', 'GameDisplayPicRaw'] },
  });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    profileUsers: [
      {
        id: alice,
        hostId: alice,
        settings: [
          { id: 'Gamertag', value: 'Emberling' },
          { id: 'Gamerscore', value: '50' },
          { id: 'GameDisplayPicRaw', value: 'https://laurel.example/media/alice.png' },
        ],
        isSponsoredUser: false,
      },
    ],
  });
});

describe('GET settings', () => {
  for (const user of ['me', `xuid(${alice})`, 'gt(emberling)', `XUID%28${alice}%29`]) {
    test(`${user} names the player`, async () => {
      const line = `GET /profile/users/${user}/profile/settings?settings=Gamertag`;
      const { body } = await app.ask(line, { as: callerOf(alice) });
      const value = at(body, 'profileUsers', 0, 'settings', 0, 'value');
      assert.equal(value, 'Emberling');
    });
  }

  test('the older path answers the same', async () => {
    const as = callerOf(alice);
    const older = await app.ask('GET /profile/users/gt(emberling)/settings', { as });
    const newer = await app.ask('GET /profile/users/me/profile/settings', { as });
    assert.equal(older.status, 200);
    assert.deepEqual(older.body, newer.body);
  });

  for (const user of ['gt(NoSuchOne)', `xuid(${nobody})`]) {
    test(`${user}, whom nobody knows, answers 404 as recorded`, async () => {
      const line = `GET /profile/users/${user}/profile/settings?settings=Gamertag`;
      const { status, body } = await app.ask(line, { as: callerOf(alice) });
      assert.equal(status, 404);
      assert.deepEqual(body, {
        code: 28,
        source: 'Profile',
        description: 'The server found no data for the requested entity.',
        traceInformation: null,
        errorCode: 28,
        errorMessage: 'The server found no data for the requested entity.',
      });
    });
  }

  test('a restricted setting refuses the whole batch with code 60', async () => {
    const { status, body } = await app.ask('POST /profile/users/batch/profile/settings', {
      as: callerOf(bob),
      body: { userIds: [alice], settings: ['Gamertag', 'FirstName'] },
    });
    assert.deepEqual([status, at(body, 'code')], [403, 60]);
  });

  test('people are told with one call', async () => {
    const line = 'GET /profile/users/me/profile/settings/people/people?settings=Gamertag';
    const { body } = await app.ask(line, { as: callerOf(alice) });
    assert.equal(at(body, 'profileUsers', 0, 'id'), bob);
  });

  for (const body of [{}, { userIds: [] }, { userIds: ['x'], settings: [] }, [], 'no json']) {
    test(`a batch of ${JSON.stringify(body)} answers 400`, async () => {
      const line = 'POST /profile/users/batch/profile/settings';
      const refused = await app.ask(line, { as: callerOf(bob), body });
      assert.deepEqual([refused.status, at(refused.body, 'code')], [400, 8]);
    });
  }
});
