import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { retail, scid, titleId } from '@laurel/domain';
import { createTestClock } from '../clock.ts';
import { createFakeStore } from './fake-store.ts';
import { createPrivacy } from './privacy.ts';
import { refused } from './refused.ts';
import {
  alice,
  bob,
  callerOf,
  carol,
  nobody,
  noon,
  samplePlayer,
  sampleTitle,
  sampleTitles,
} from './sample-world.ts';
import { createStats, type Stats } from './stats.ts';
import { createSupport } from './support.ts';

const quest = sampleTitle({
  stats: [
    { name: 'EnemiesDefeated', type: 'Integer' },
    { name: 'BestRank', type: 'Double' },
  ],
});
const hidden = sampleTitle({
  titleId: titleId(1550000005),
  scid: scid('e0000000-0000-0000-0000-000000000005'),
  public: false,
});
const titles = sampleTitles(quest, hidden);

let stats: Stats;

beforeEach(async () => {
  const shy = samplePlayer(carol, { privacy: { ShareGameHistory: 'Blocked' } });
  const store = createFakeStore([samplePlayer(alice), samplePlayer(bob), shy]);
  stats = createStats({ store, titles, privacy: createPrivacy({ store }) });
  const clock = createTestClock(noon);
  const support = createSupport({ store, titles, clock, isDevelopment: false });
  for (const xuid of [alice, carol]) {
    await support.importState(
      { xuid, of: { sandbox: retail, scid: quest.scid } },
      {
        progress: new Map(),
        stats: new Map([
          ['EnemiesDefeated', '7'],
          ['Mood', 'grim'],
          ['Share', '0.5'],
        ]),
        revoked: new Set(),
        lastPlayedAt: noon,
      },
    );
  }
});

const scidOfQuest = { scid: quest.scid };

describe('one player', () => {
  test('values are text, with the type the title defines', async () => {
    const names = ['EnemiesDefeated', 'BestRank'];
    const { gamertag, titles: seen } = await stats.one(callerOf(bob), {
      owner: alice,
      ...scidOfQuest,
      names,
    });
    assert.equal(gamertag, 'Player1');
    assert.deepEqual(seen[0].stats, [{ name: 'EnemiesDefeated', type: 'Integer', value: '7' }]);
  });

  test('without names all values are told, undefined ones by their looks', async () => {
    const of = { owner: alice, ...scidOfQuest, names: null };
    const { titles: seen } = await stats.one(callerOf(alice), of);
    assert.deepEqual(
      seen[0].stats.map(({ name, type }) => [name, type]),
      [
        ['EnemiesDefeated', 'Integer'],
        ['Mood', 'String'],
        ['Share', 'Double'],
      ],
    );
  });

  test('who has not played has no values', async () => {
    const of = { owner: bob, ...scidOfQuest, names: null };
    const { titles: seen } = await stats.one(callerOf(bob), of);
    assert.deepEqual([seen[0].stats, seen[0].version], [[], 0]);
  });

  const refusals = [
    ['a hidden game history', callerOf(alice), { owner: carol, ...scidOfQuest }, 'HiddenByPrivacy'],
    ['a player nobody knows', callerOf(alice), { owner: nobody, ...scidOfQuest }, 'UnknownPlayer'],
    [
      'a configuration nobody published',
      callerOf(alice),
      { owner: alice, scid: scid('11111111-1111-1111-1111-111111111111') },
      'UnknownServiceConfig',
    ],
    [
      'a title that is not public',
      callerOf(alice),
      { owner: alice, scid: hidden.scid },
      'TitleClaimRequired',
    ],
  ] as const;
  for (const [what, asker, of, code] of refusals) {
    test(`${what} is refused`, async () => {
      await assert.rejects(stats.one(asker, { ...of, names: null }), refused(code));
    });
  }
});

describe('several players', () => {
  test('each is answered in the order asked; who is unknown or hides has no stats', async () => {
    const found = await stats.many(callerOf(bob), {
      xuids: [carol, alice, nobody],
      wanted: [{ title: { titleId: quest.titleId }, names: ['EnemiesDefeated'] }],
    });
    assert.deepEqual(
      found.map(({ xuid, titles: seen }) => [xuid, seen.flatMap((one) => one.stats).length]),
      [
        [carol, 0],
        [alice, 1],
        [nobody, 0],
      ],
    );
  });

  test('titles that are unknown or not public are left out', async () => {
    const [first] = await stats.many(callerOf(alice), {
      xuids: [alice],
      wanted: [
        { title: { titleId: titleId(7) }, names: null },
        { title: { scid: hidden.scid }, names: null },
        { title: scidOfQuest, names: [] },
      ],
    });
    assert.deepEqual(
      first?.titles.map(({ title }) => title.titleId),
      [quest.titleId],
    );
  });
});
