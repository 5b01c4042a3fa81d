import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { alice, bob, callerOf } from '../../../services/sample-world.ts';
import { at, createSampleApp, frank, quest, type SampleApp } from '../sample-app.ts';

const stat = {
  groupproperties: {},
  xuid: alice,
  scid: quest.scid,
  titleid: '1700000002',
  name: 'EnemiesDefeated',
  statname: 'EnemiesDefeated',
  type: 'Integer',
  value: '7',
  properties: { DisplayName: 'EnemiesDefeated' },
};

let app: SampleApp;

beforeEach(async () => {
  app = await createSampleApp();
});

describe('GET stats', () => {
  for (const path of ['stats/EnemiesDefeated,Unknown?include=valuemetadata', 'stats']) {
    test(`${path} answers all three descriptions at once`, async () => {
      const line = `GET /userstats/users/xuid(${alice})/scids/${quest.scid.toUpperCase()}/${path}`;
      const { status, body } = await app.ask(line, { as: callerOf(bob) });
      assert.equal(status, 200);
      assert.deepEqual(body, {
        xuid: alice,
        gamertag: 'Emberling',
        user: { xuid: alice, gamertag: 'Emberling', stats: [stat] },
        scids: [{ scid: quest.scid, stats: [stat] }],
        stats: [stat],
        statlistscollection: [{ arrangebyfield: 'xuid', arrangebyfieldid: alice, stats: [stat] }],
      });
    });
  }

  test('names match in any case, and are answered as they are defined', async () => {
    const line = `GET /userstats/users/xuid(${alice})/scids/${quest.scid}/stats/enemiesdefeated,ENEMIESDEFEATED`;
    const { body } = await app.ask(line, { as: callerOf(alice) });
    assert.deepEqual(at(body, 'stats'), [stat]);
  });

  test('of a player who hides answers 403 in the name of UserStats', async () => {
    const line = `GET /userstats/users/xuid(${frank})/scids/${quest.scid}/stats/EnemiesDefeated`;
    const { status, body } = await app.ask(line, { as: callerOf(alice) });
    assert.deepEqual([status, at(body, 'source')], [403, 'UserStats']);
  });
});

describe('POST batch', () => {
  test('as XSAPI asks, each player and configuration is answered', async () => {
    const { status, body } = await app.ask('POST /userstats/batch?operation=read', {
      as: callerOf(alice),
      body: {
        requestedusers: [alice, frank],
        requestedscids: [{ scid: quest.scid, requestedstats: ['EnemiesDefeated'] }],
      },
    });
    assert.equal(status, 200);
    assert.deepEqual(body, {
      users: [
        { gamertag: 'Emberling', xuid: alice, scids: [{ scid: quest.scid, stats: [stat] }] },
        { gamertag: '', xuid: frank, scids: [{ scid: quest.scid, stats: [] }] },
      ],
    });
  });

  test('as readers of titles ask, each player has one list', async () => {
    const { status, body } = await app.ask('POST /userstats/batch', {
      as: callerOf(alice),
      body: {
        arrangebyfield: 'xuid',
        xuids: [alice],
        groups: [{ name: 'Hero', titleId: '1700000002' }],
        stats: [
          { name: 'EnemiesDefeated', titleId: '1700000002' },
          { name: 'MinutesPlayed', titleId: 1700000002 },
          { name: 'Homeless' },
        ],
      },
    });
    assert.equal(status, 200);
    assert.deepEqual(body, {
      groups: [{ name: 'Hero', titleid: '1700000002', statlistscollection: [] }],
      statlistscollection: [{ arrangebyfield: 'xuid', arrangebyfieldid: alice, stats: [stat] }],
    });
  });

  const malformed = [
    {},
    { xuids: [] },
    { xuids: ['x'] },
    { xuids: [alice], stats: [{ name: 'Hits', titleId: 'x' }] },
    { requestedusers: [alice] },
    { requestedusers: [alice], requestedscids: [{ scid: 'x', requestedstats: [] }] },
    [],
    null,
    'no json',
  ];
  for (const body of malformed) {
    test(`a body of ${JSON.stringify(body)} answers 400`, async () => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const asked = { as: callerOf(alice), body: text };
      assert.equal((await app.ask('POST /userstats/batch', asked)).status, 400);
    });
  }
});

test('GET the document answers numbers as numbers, and counts its revisions', async () => {
  const line = `GET /statsread/stats/users/${alice}/scids/${quest.scid}`;
  const { body } = await app.ask(line, { as: callerOf(alice) });
  assert.deepEqual(body, {
    $schema: 'http://stats.xboxlive.com/2017-1/schema#',
    revision: 1,
    previousRevision: 0,
    timestamp: '2026-01-02T03:04:05.6789012Z',
    stats: { title: { EnemiesDefeated: { value: 7 } } },
  });
});
