import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { achievementId, retail } from '@laurel/domain';
import { alice, bob, carol, nobody } from '../../../../services/sample-world.ts';
import { at, createSampleApp, dave, kiln, type SampleApp } from '../../sample-app.ts';

let app: SampleApp;

beforeEach(async () => {
  app = await createSampleApp();
});

const players = '/management/players';

describe('players', () => {
  test('are listed in pages', async () => {
    const first = await app.ask(`GET ${players}?limit=4`);
    assert.equal(at(first.body, 'players', 'length'), 4);
    assert.equal(at(first.body, 'next'), dave);
    const second = await app.ask(`GET ${players}?limit=4&after=${dave}`);
    assert.deepEqual([at(second.body, 'players', 'length'), at(second.body, 'next')], [2, null]);
  });

  test('are found by gamertag, in any case', async () => {
    const { body } = await app.ask(`GET ${players}?gamertag=EMBERLING`);
    assert.equal(at(body, 'players', 0, 'xuid'), alice);
    const none = await app.ask(`GET ${players}?gamertag=NoSuchOne`);
    assert.deepEqual(none.body, { players: [], next: null });
  });

  test('are added with what is said, and with defaults', async () => {
    const body = { gamertag: ' Newcomer ', sandboxes: ['*'], privacy: { ShareProfile: 'Blocked' } };
    const { status, body: added } = await app.ask(`POST ${players}`, { body });
    assert.equal(status, 201);
    assert.deepEqual(
      ['gamertag', 'sandboxes', 'privacy', 'ageGroup', 'issuer'].map((name) => at(added, name)),
      ['Newcomer', ['*'], { ShareProfile: 'Blocked' }, 'Adult', 'laurel'],
    );
    const found = await app.ask(`GET ${players}/${at(added, 'xuid')}`);
    assert.deepEqual(found.body, added);
  });

  const refused = [
    ['a gamertag that is taken', { gamertag: 'emberling' }, 409],
    ['no gamertag', {}, 400],
    ['a gamertag with a bracket', { gamertag: 'a(b)' }, 400],
    ['a privacy setting nobody knows', { gamertag: 'New', privacy: { ShareAll: 'Everyone' } }, 400],
    ['a sandbox that is none', { gamertag: 'New', sandboxes: ['../x'] }, 400],
  ] as const;
  for (const [what, body, status] of refused) {
    test(`${what} answers ${status}, in the form of RFC 9457`, async () => {
      const { status: is, body: problem } = await app.ask(`POST ${players}`, { body });
      assert.equal(is, status);
      assert.deepEqual([at(problem, 'status'), at(problem, 'type')], [status, 'about:blank']);
    });
  }

  test('are changed member by member', async () => {
    const body = { locale: 'fr-FR', pictureUrl: null };
    const { body: changed } = await app.ask(`PATCH ${players}/${alice}`, { body });
    assert.deepEqual(
      ['gamertag', 'locale', 'pictureUrl'].map((name) => at(changed, name)),
      ['Emberling', 'fr-FR', null],
    );
  });

  test('have their privacy replaced', async () => {
    const line = `PUT ${players}/${alice}/privacy`;
    const { body } = await app.ask(line, { body: { ShareGameHistory: 'FriendsOnly' } });
    assert.deepEqual(at(body, 'privacy'), { ShareGameHistory: 'FriendsOnly' });
    const { body: cleared } = await app.ask(line, { body: {} });
    assert.deepEqual(at(cleared, 'privacy'), {});
  });

  test('whom nobody knows answer 404', async () => {
    for (const line of [
      `GET ${players}/${nobody}`,
      `PATCH ${players}/${nobody}`,
      `PUT ${players}/${nobody}/privacy`,
      `GET ${players}/${nobody}/people`,
      `GET ${players}/${nobody}/titles`,
      `GET ${players}/${nobody}/facts`,
    ]) {
      assert.equal((await app.ask(line)).status, 404, line);
    }
  });
});

describe('lists', () => {
  for (const list of ['people', 'avoid', 'mute']) {
    test(`an entry of ${list} is put, read, listed and taken off`, async () => {
      const line = `${players}/${carol}/${list}`;
      const put = await app.ask(`PUT ${line}/${bob}`, { body: { isFavorite: true } });
      assert.equal(put.status, 200);
      assert.deepEqual((await app.ask(`GET ${line}/${bob}`)).body, put.body);
      assert.deepEqual((await app.ask(`GET ${line}`)).body, { entries: [put.body] });
      assert.equal((await app.ask(`DELETE ${line}/${bob}`)).status, 204);
      assert.equal((await app.ask(`GET ${line}/${bob}`)).status, 404);
    });
  }
});

describe('support', () => {
  const ofKiln = { scid: kiln.scid, achievementId: '4', reason: 'ticket 7' };

  test('a grant is in the ledger with its reason', async () => {
    const { status, body } = await app.ask(`POST ${players}/${alice}/grant`, { body: ofKiln });
    assert.equal(status, 200);
    assert.equal(at(body, 'facts', 0, 'kind'), 'Granted');
    const facts = await app.ask(`GET ${players}/${alice}/facts?limit=1`);
    assert.deepEqual(
      ['kind', 'reason', 'scid'].map((name) => at(facts.body, 'facts', 0, name)),
      ['Granted', 'ticket 7', kiln.scid],
    );
    const older = await app.ask(`GET ${players}/${alice}/facts?before=${at(facts.body, 'next')}`);
    assert.equal(at(older.body, 'facts', 'length'), 3);
  });

  test('a revocation shows in the record', async () => {
    const body = { titleId: kiln.titleId, achievementId: '1', reason: 'cheat' };
    await app.ask(`POST ${players}/${alice}/revoke`, { body });
    const { body: record } = await app.ask(`GET ${players}/${alice}/titles`);
    assert.deepEqual(at(record, 'titles', 0, 'achievements', 0), {
      id: '1',
      state: 'Achieved',
      percent: 100,
      unlockedAt: '2026-01-05T10:00:00.1234567Z',
      isRevoked: true,
    });
    assert.equal(at(record, 'titles', 0, 'gamerscore'), 25);
  });

  const refused = [
    ['grant', { ...ofKiln, reason: undefined }, 400],
    ['grant', { ...ofKiln, reason: ' ' }, 400],
    ['grant', { achievementId: '4', reason: 'no title' }, 400],
    ['grant', { ...ofKiln, achievementId: '99' }, 404],
    ['grant', { ...ofKiln, sandbox: 'a b' }, 400],
    ['revoke', ofKiln, 409],
    ['reset', { scid: kiln.scid }, 403],
  ] as const;
  for (const [verb, body, status] of refused) {
    test(`${verb} of ${JSON.stringify(body)} answers ${status}`, async () => {
      const answered = await app.ask(`POST ${players}/${alice}/${verb}`, { body });
      assert.equal(answered.status, status);
    });
  }

  test('a reset in a development sandbox is allowed', async () => {
    const body = { scid: kiln.scid, sandbox: 'ACME.7' };
    assert.equal((await app.ask(`POST ${players}/${alice}/reset`, { body })).status, 200);
  });
});

describe('import', () => {
  const line = `PUT ${players}/${bob}/state`;

  test('recorded state is taken over with its times', async () => {
    const body = {
      titleId: kiln.titleId,
      achievements: [
        { id: '001', percent: 100, unlockedAt: '2025-05-06T07:08:09.5Z' },
        { id: '2', percent: 40 },
      ],
      stats: { EnemiesDefeated: 7 },
    };
    assert.equal((await app.ask(line, { body })).status, 200);
    const { body: record } = await app.ask(`GET ${players}/${bob}/titles`);
    const title = ['titles', 0] as const;
    assert.equal(at(record, ...title, 'lastPlayedAt'), '2025-05-06T07:08:09.5000000Z');
    assert.deepEqual(at(record, ...title, 'stats'), { EnemiesDefeated: '7' });
    assert.equal(at(record, ...title, 'achievements', 1, 'percent'), 40);
  });

  const malformed = [
    ['an unlock without a time', { id: '1', percent: 100 }],
    ['a time without an unlock', { id: '1', percent: 50, unlockedAt: '2025-05-06T07:08:09Z' }],
    ['a day that is none', { id: '1', percent: 100, unlockedAt: '2025-02-30T00:00:00Z' }],
    ['a percent above 100', { id: '1', percent: 101 }],
  ] as const;
  for (const [what, achievement] of malformed) {
    test(`${what} answers 400`, async () => {
      const body = { scid: kiln.scid, achievements: [achievement] };
      assert.equal((await app.ask(line, { body })).status, 400);
    });
  }

  test('recorded rarity is known at once', async () => {
    const figures = [{ achievementId: '1', percentage: 64.86 }];
    const put = `PUT /management/titles/${kiln.titleId}/rarity`;
    assert.equal((await app.ask(put, { body: { figures } })).status, 204);
    const known = app.rarity.figuresOf({ sandbox: retail, scid: kiln.scid });
    assert.deepEqual(known.get(achievementId('1')), { category: 'Common', percentage: 64.86 });
  });

  test('rarity of a title nobody published answers 404', async () => {
    const put = 'PUT /management/titles/7/rarity';
    assert.equal((await app.ask(put, { body: { figures: [] } })).status, 404);
  });
});
