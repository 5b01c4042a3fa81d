import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { alice, bob, callerOf, carol } from '../../../services/sample-world.ts';
import { at, createSampleApp, erin, kiln, type SampleApp } from '../sample-app.ts';

let app: SampleApp;

beforeEach(async () => {
  app = await createSampleApp();
});

const query = 'contentTypes=Game&activityTypes=Achievement';

describe('GET activity/History', () => {
  for (const host of ['avty', 'activityhub']) {
    test(`${host} tells unlocks, newest first`, async () => {
      const line = `GET /${host}/users/xuid(${alice})/activity/History?${query}`;
      const { status, body } = await app.ask(line, { as: callerOf(bob) });
      assert.equal(status, 200);
      assert.equal(at(body, 'numItems'), 2);
      assert.equal(at(body, 'contToken'), '0');
      const first = ['activityItems', 0] as const;
      assert.deepEqual(
        ['activityItemType', 'achievementScid', 'achievementId', 'gamerscore', 'date'].map((name) =>
          at(body, ...first, name),
        ),
        ['Achievement', kiln.scid, '3', 25, '2026-02-01T08:09:10.1112131Z'],
      );
      assert.equal(at(body, ...first, 'achievementIcon'), 'https://laurel.example/media/3.png');
      assert.equal(at(body, ...first, 'authorInfo', 'name'), 'Emberling');
    });
  }

  test('speaks the reader’s language', async () => {
    const line = `GET /avty/users/xuid(${alice})/activity/History?${query}`;
    const asked = { as: callerOf(bob), headers: { 'accept-language': 'fr-FR' } };
    const { body } = await app.ask(line, asked);
    assert.equal(at(body, 'activityItems', 0, 'achievementName'), 'Braise 3');
  });

  test('goes on where a page ended', async () => {
    const line = `GET /avty/users/xuid(${alice})/activity/History?${query}&numItems=1`;
    const first = await app.ask(line, { as: callerOf(bob) });
    const token = at(first.body, 'contToken');
    const second = await app.ask(`${line}&contToken=${token}`, { as: callerOf(bob) });
    const ids = [first, second].map(({ body }) => at(body, 'activityItems', 0, 'achievementId'));
    assert.deepEqual([...ids].sort(), ['1', '3']);
  });

  for (const other of ['activityTypes=GameDVR', 'contentTypes=App']) {
    test(`${other} finds nothing`, async () => {
      const line = `GET /avty/users/xuid(${alice})/activity/History?${other}`;
      const { body } = await app.ask(line, { as: callerOf(bob) });
      assert.deepEqual([at(body, 'numItems'), at(body, 'contToken')], [0, '0']);
    });
  }

  test('of a player who hides answers 403, whatever is asked for', async () => {
    const line = `GET /avty/users/xuid(${erin})/activity/History?activityTypes=GameDVR`;
    const { status, body } = await app.ask(line, { as: callerOf(carol) });
    assert.deepEqual([status, at(body, 'source')], [403, 'Activity']);
  });

  test('holds unlocks together that lie close together', async () => {
    await app.unlock(alice, '2');
    await app.unlock(alice, '4');
    const line = `GET /avty/users/xuid(${alice})/activity/History`;
    const { body } = await app.ask(line, { as: callerOf(bob) });
    const first = ['activityItems', 0] as const;
    assert.deepEqual(
      ['activityItemType', 'numItems', 'gamerscore', 'description'].map((name) =>
        at(body, ...first, name),
      ),
      ['Container', 2, 50, 'Ember 4, Ember 2'],
    );
    assert.equal(at(body, ...first, 'activityItems', 1, 'achievementId'), '2');
    assert.equal(at(body, 'activityItems', 1, 'activityItemType'), 'Achievement');
  });

  test('tells a player what their people unlocked', async () => {
    const line = 'GET /activityhub/users/me/activity/People/People/Feed';
    const { body } = await app.ask(line, { as: callerOf(bob) });
    assert.deepEqual(
      [0, 1].map((index) => at(body, 'activityItems', index, 'gamertag')),
      ['Emberling', 'Emberling'],
    );
    const ofAlice = `GET /avty/users/xuid(${alice})/activity/People/People/Feed`;
    assert.equal((await app.ask(ofAlice, { as: callerOf(bob) })).status, 403);
  });

  test('behind the last page is nothing', async () => {
    const line = `GET /avty/users/me/activity/History?contToken=0`;
    const { body } = await app.ask(line, { as: callerOf(alice) });
    assert.equal(at(body, 'numItems'), 0);
  });
});

describe('POST posts', () => {
  function post(locator: string) {
    return {
      postType: 'XboxLink',
      postText: 'look',
      postTypeData: { locator },
      timelines: [{ timelineType: 'User', timelineOwner: alice }],
    };
  }
  const base = 'achievements.xboxlive.com/users';

  for (const locator of [
    `${base}/me/achievements/${kiln.scid}/1`,
    `https://${base}/xuid(${alice})/achievements/${kiln.scid.toUpperCase()}/1`,
  ]) {
    test(`${locator} is shared`, async () => {
      const asked = { as: callerOf(alice), body: post(locator) };
      const { status, body } = await app.ask('POST /userposts/users/me/posts', asked);
      assert.equal(status, 201);
      assert.equal(typeof at(body, 'postId'), 'string');
    });
  }

  const refusals = [
    ['what is locked', post(`${base}/me/achievements/${kiln.scid}/2`), 409],
    ['what is not there', post(`${base}/me/achievements/${kiln.scid}/99`), 404],
    ['what another unlocked', post(`${base}/xuid(${bob})/achievements/${kiln.scid}/1`), 403],
    ['what is no achievement', post('example.com/cat.png'), 400],
    ['a text', { postType: 'TextPost', postText: 'hello' }, 400],
  ] as const;
  for (const [what, body, status] of refusals) {
    test(`${what} answers ${status}`, async () => {
      const asked = { as: callerOf(alice), body };
      assert.equal((await app.ask('POST /userposts/users/me/posts', asked)).status, status);
    });
  }
});
