import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { alice, bob, callerOf, carol } from '../../../services/sample-world.ts';
import { at, createSampleApp, erin, kiln, quest, type SampleApp } from '../sample-app.ts';

const headers = { 'accept-language': 'en-US' };
let app: SampleApp;

beforeEach(async () => {
  app = await createSampleApp();
});

test('a request without Accept-Language is refused', async () => {
  const history = 'GET /titlehub/users/me/titles/titlehistory/decoration/achievement';
  const batch = 'POST /titlehub/titles/batch/decoration/detail';
  const body = { titleIds: ['1853190001'] };
  assert.equal((await app.ask(history, { as: callerOf(alice) })).status, 400);
  assert.equal((await app.ask(batch, { as: callerOf(alice), body })).status, 400);
});

describe('a title history', () => {
  const decorations = 'decoration/achievement,image,scid?maxItems=50';
  const line = `GET /titlehub/users/xuid(${alice})/titles/titlehistory/${decorations}`;

  test('is what the player has played, last played first, as decorated', async () => {
    const { status, body } = await app.ask(line, { as: callerOf(bob), headers });
    assert.equal(status, 200);
    assert.equal(at(body, 'xuid'), alice);
    assert.deepEqual(at(body, 'titles', 0), {
      titleId: '1853190001',
      pfn: null,
      bingId: null,
      serviceConfigId: kiln.scid,
      windowsPhoneProductId: null,
      name: 'Kiln & Ember',
      type: 'Game',
      devices: ['XboxOne'],
      displayImage: 'https://laurel.example/media/kiln.png',
      mediaItemType: 'Application',
      modernTitleId: '1853190001',
      isBundle: false,
      achievement: {
        currentAchievements: 2,
        totalAchievements: 4,
        currentGamerscore: 50,
        totalGamerscore: 100,
        progressPercentage: 50,
        sourceVersion: 2,
      },
      stats: { sourceVersion: 2 },
      gamePass: { isGamePass: false },
      images: [{ url: 'https://laurel.example/media/kiln.png', type: 'BoxArt' }],
      titleHistory: {
        lastTimePlayed: '2026-02-01T08:09:10.1112131Z',
        visible: true,
        canHide: false,
      },
      detail: null,
      friendsWhoPlayed: null,
      alternateTitleIds: [],
      contentBoards: null,
      xboxLiveTier: 'Full',
    });
    assert.equal(at(body, 'titles', 1, 'titleId'), String(quest.titleId));
  });

  test('is as long as it is asked to be', async () => {
    const short = line.replace('maxItems=50', 'maxItems=1');
    const { body } = await app.ask(short, { as: callerOf(bob), headers });
    assert.equal(at(body, 'titles', 'length'), 1);
  });

  test('without decorations leaves them out', async () => {
    const plain = `GET /titlehub/users/me/titles/titlehistory`;
    const { body } = await app.ask(plain, { as: callerOf(alice), headers });
    assert.deepEqual(
      ['achievement', 'images', 'serviceConfigId', 'detail'].map((name) =>
        at(body, 'titles', 0, name),
      ),
      [null, null, null, null],
    );
  });

  test('that is hidden answers 403 in the name of TitleHub', async () => {
    const hidden = line.replace(alice, erin);
    const { status, body } = await app.ask(hidden, { as: callerOf(carol), headers });
    assert.deepEqual([status, at(body, 'source')], [403, 'TitleHub']);
  });
});

describe('one title', () => {
  test('is shown to who has not played it', async () => {
    const line = 'GET /titlehub/users/me/titles/titleid(1700000002)/decoration/achievement,detail';
    const { body } = await app.ask(line, { as: callerOf(bob), headers });
    assert.equal(at(body, 'titles', 0, 'name'), 'Stat Quest');
    assert.equal(at(body, 'titles', 0, 'titleHistory'), null);
    assert.equal(at(body, 'titles', 0, 'detail', 'minAge'), 0);
  });

  for (const [moniker, status] of [
    ['titlehub', 400],
    ['titleid(x)', 400],
    ['titleid(0)', 400],
    ['titleid(7)', 404],
  ] as const) {
    test(`${moniker} answers ${status}`, async () => {
      const line = `GET /titlehub/users/me/titles/${moniker}/decoration/detail`;
      const { status: answered } = await app.ask(line, { as: callerOf(bob), headers });
      assert.equal(answered, status);
    });
  }
});

test('POST batch tells several titles, and leaves unknown ones out', async () => {
  const { body } = await app.ask('POST /titlehub/titles/batch/decoration/achievement', {
    as: callerOf(alice),
    headers,
    body: { pfns: ['Some.App_1'], windowsPhoneProductIds: [], titleIds: ['1853190001', 7, 'x'] },
  });
  assert.equal(at(body, 'xuid'), alice);
  assert.equal(at(body, 'titles', 'length'), 1);
  assert.equal(at(body, 'titles', 0, 'achievement', 'currentGamerscore'), 50);
});
