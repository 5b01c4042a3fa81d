import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { alice, bob, callerOf, carol } from '../../../services/sample-world.ts';
import { at, createSampleApp, dave, erin, type SampleApp } from '../sample-app.ts';

let app: SampleApp;

beforeEach(async () => {
  app = await createSampleApp();
});

describe('GET people', () => {
  for (const view of ['All', 'FriendList', 'all', 'friendlist']) {
    test(`view ${view} is everyone the player follows`, async () => {
      const line = `GET /social/users/me/people?view=${view}`;
      const { status, body } = await app.ask(line, { as: callerOf(alice) });
      assert.equal(status, 200);
      assert.equal(at(body, 'totalCount'), 1);
      assert.deepEqual(at(body, 'people', 0), {
        xuid: bob,
        addedDateTimeUtc: '2026-03-01T12:00:00.0000000Z',
        isFavorite: false,
        isFollowingCaller: true,
        isFollowedByCaller: true,
        isFriend: true,
        isIdentityShared: false,
        socialNetworks: [],
      });
    });
  }

  test('a page is cut where it is asked to be', async () => {
    const line = 'GET /social/users/me/people?startIndex=1&maxItems=1';
    const { body } = await app.ask(line, { as: callerOf(bob) });
    assert.deepEqual([at(body, 'totalCount'), at(body, 'people', 0, 'xuid')], [3, erin]);
  });

  const statuses = [
    ['another player, All', `xuid(${bob})/people?view=All`, 200],
    ['another player, without a view', `xuid(${bob})/people`, 200],
    ['another player, Favorite', `xuid(${bob})/people?view=Favorite`, 403],
    ['the owner, Favorite', 'me/people?view=Favorite', 200],
    ['the owner, LegacyXboxLiveFriends', 'me/people?view=LegacyXboxLiveFriends', 200],
    ['a view nobody knows', 'me/people?view=Enemies', 400],
    ['a player nobody knows', 'xuid(2533279999999999)/people', 404],
  ] as const;
  for (const [what, path, status] of statuses) {
    test(`${what} answers ${status}`, async () => {
      const answered = await app.ask(`GET /social/users/${path}`, { as: callerOf(carol) });
      assert.equal(answered.status, status);
    });
  }
});

describe('one and some of the people', () => {
  test('one who is followed is found by id and by name', async () => {
    for (const target of [`xuid(${bob})`, 'gt(potter7)']) {
      const line = `GET /social/users/me/people/${target}`;
      const { body } = await app.ask(line, { as: callerOf(alice) });
      assert.equal(at(body, 'xuid'), bob);
    }
  });

  test('one who is not followed answers 404', async () => {
    const line = `GET /social/users/me/people/xuid(${carol})`;
    assert.equal((await app.ask(line, { as: callerOf(alice) })).status, 404);
  });

  test('of several, those who are followed are found', async () => {
    const asked = { as: callerOf(alice), body: { xuids: [bob, carol] } };
    const { body } = await app.ask('POST /social/users/me/people/xuids', asked);
    assert.equal(at(body, 'totalCount'), 1);
    assert.equal(at(body, 'people', 0, 'xuid'), bob);
  });

  test('an xuid that is none answers 400', async () => {
    const asked = { as: callerOf(alice), body: { xuids: ['x'] } };
    const { status } = await app.ask('POST /social/users/me/people/xuids', asked);
    assert.equal(status, 400);
  });
});

test('GET summary counts both directions', async () => {
  const line = `GET /social/users/xuid(${alice})/summary`;
  const { status, body } = await app.ask(line, { as: callerOf(bob) });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    targetFollowingCount: 1,
    targetFollowerCount: 1,
    isCallerFollowingTarget: true,
    isTargetFollowingCaller: true,
    hasCallerMarkedTargetAsFavorite: false,
    hasCallerMarkedTargetAsIdentityShared: false,
    legacyFriendStatus: 'None',
    availablePeopleSlots: 999,
    recentChangeCount: 0,
    watermark: '0',
  });
});

test('GET summary of who blocked the caller answers 403 in the name of PeopleFd', async () => {
  const line = `GET /social/users/xuid(${alice})/summary`;
  const { status, body } = await app.ask(line, { as: callerOf(dave) });
  assert.deepEqual([status, at(body, 'source')], [403, 'PeopleFd']);
});

describe('People Hub', () => {
  test('people come with their profiles, and with detail when it is asked for', async () => {
    const line = 'GET /peoplehub/users/me/people/social/decoration/detail,preferredColor';
    const { status, body } = await app.ask(line, { as: callerOf(bob) });
    assert.equal(status, 200);
    const first = ['people', 0] as const;
    assert.deepEqual(
      ['gamertag', 'gamerScore', 'displayPicRaw'].map((name) => at(body, ...first, name)),
      ['Emberling', '50', 'https://laurel.example/media/alice.png'],
    );
    assert.equal(at(body, ...first, 'detail', 'followerCount'), 1);
  });

  test('without decorations there is no detail', async () => {
    const asked = { as: callerOf(bob) };
    const { body } = await app.ask('GET /peoplehub/users/me/people/social', asked);
    assert.equal(at(body, 'people', 0, 'detail'), null);
  });

  test('any players can be asked for, and those nobody knows are left out', async () => {
    const asked = { as: callerOf(carol), body: { xuids: ['12345', alice] } };
    const line = 'POST /peoplehub/users/me/people/batch/decoration/detail';
    const { body } = await app.ask(line, asked);
    assert.equal(at(body, 'people', 'length'), 1);
    assert.equal(at(body, 'people', 0, 'isFollowedByCaller'), false);
  });
});
