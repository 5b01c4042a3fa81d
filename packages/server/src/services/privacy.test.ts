import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type PrivacySetting, retail, titleId, type Xuid, xuid } from '@laurel/domain';
import type { Asker, TitleServer } from '../asker.ts';
import type { RelationKind } from '../store/store.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createPrivacy, type Privacy } from './privacy.ts';
import { refused } from './refused.ts';
import { alice, bob, callerOf, carol, nobody, noon, samplePlayer } from './sample-world.ts';

const forEveryone = xuid('2533274800000011');
const forFriends = xuid('2533274800000012');
const forNobody = xuid('2533274800000013');
const ownerWith: Readonly<Record<PrivacySetting, Xuid>> = {
  Everyone: forEveryone,
  FriendsOnly: forFriends,
  Blocked: forNobody,
};

const friend = callerOf(bob);
const stranger = callerOf(carol);
const site = callerOf(bob, { isThirdParty: true });
const server: TitleServer = {
  kind: 'TitleServer',
  titleId: titleId(1853190001),
  keyId: 'k1',
  sandbox: retail,
};

let store: FakeStore;
let privacy: Privacy;

beforeEach(async () => {
  const owners = Object.entries(ownerWith).map(([setting, id]) =>
    samplePlayer(id, { privacy: { ShareGameHistory: setting as PrivacySetting } }),
  );
  store = createFakeStore([...owners, ...[alice, bob, carol].map((id) => samplePlayer(id))]);
  privacy = createPrivacy({ store });
  for (const owner of Object.values(ownerWith)) await add(owner, 'People', bob);
});

function add(owner: Xuid, kind: RelationKind, other: Xuid): Promise<void> {
  return store.players.addRelation(
    { xuid: owner, kind },
    { other, isFavorite: false, since: noon },
  );
}

function mayRead(asker: Asker, owner: Xuid): Promise<boolean> {
  return Promise.resolve(privacy.requireGameHistory(asker, owner)).then(
    () => true,
    (thrown) => !refused('HiddenByPrivacy')(thrown),
  );
}

describe('requireGameHistory', () => {
  const rows: readonly [string, Asker, PrivacySetting, boolean][] = [
    ['a friend', friend, 'Everyone', true],
    ['a friend', friend, 'FriendsOnly', true],
    ['a friend', friend, 'Blocked', false],
    ['a stranger', stranger, 'Everyone', true],
    ['a stranger', stranger, 'FriendsOnly', false],
    ['a stranger', stranger, 'Blocked', false],
    ['a site, though it acts for a friend', site, 'Everyone', true],
    ['a site, though it acts for a friend', site, 'FriendsOnly', false],
    ['a site, though it acts for a friend', site, 'Blocked', false],
    ['a title server', server, 'Everyone', true],
    ['a title server', server, 'FriendsOnly', false],
    ['a token without a player', callerOf(null), 'Everyone', true],
    ['a token without a player', callerOf(null), 'FriendsOnly', false],
  ];
  for (const [who, asker, setting, expected] of rows) {
    test(`${who} is ${expected ? 'let in' : 'refused'} with ${setting}`, async () => {
      assert.equal(await mayRead(asker, ownerWith[setting]), expected);
    });
  }

  test('a player reads their own without a look into the store', async () => {
    await privacy.requireGameHistory(callerOf(forNobody), forNobody);
    assert.equal(store.calls(), 3);
  });

  test('a site is not the player it acts for', async () => {
    assert.equal(await mayRead(callerOf(forNobody, { isThirdParty: true }), forNobody), false);
  });

  test('a friend is whom the owner trusts, not who trusts the owner', async () => {
    await add(carol, 'People', forFriends);
    assert.equal(await mayRead(stranger, forFriends), false);
  });

  test('who is on the block list is refused, even a friend of an open player', async () => {
    await add(forEveryone, 'Avoid', bob);
    assert.equal(await mayRead(friend, forEveryone), false);
  });

  test('who blocked somebody may still read them', async () => {
    await add(carol, 'Avoid', forEveryone);
    assert.equal(await mayRead(stranger, forEveryone), true);
  });

  test('a title server reads what its own title recorded', async () => {
    await privacy.requireGameHistory(server, forNobody, { titleId: server.titleId });
    const other = { titleId: titleId(7) };
    await assert.rejects(
      async () => privacy.requireGameHistory(server, forNobody, other),
      refused('HiddenByPrivacy'),
    );
  });

  for (const asker of [friend, server]) {
    test(`a player nobody knows is unknown to a ${asker.kind}`, async () => {
      const of = { titleId: server.titleId };
      await assert.rejects(
        async () => privacy.requireGameHistory(asker, nobody, of),
        refused('UnknownPlayer'),
      );
    });
  }
});

describe('validate', () => {
  const permission = 'ViewTargetGameHistory';

  test('a friend is allowed what is for friends', async () => {
    const about = { owner: bob, target: forFriends, permission } as const;
    assert.deepEqual(await privacy.validate(friend, about), { isAllowed: true, reasons: [] });
  });

  test('a stranger is told which setting restricts', async () => {
    const about = { owner: carol, target: forFriends, permission } as const;
    const { reasons } = await privacy.validate(stranger, about);
    assert.deepEqual(reasons, [
      { reason: 'PrivacySettingRestrictsTarget', restrictedSetting: 'ShareGameHistory' },
    ]);
  });

  for (const [blocker, blocked] of [
    [alice, carol],
    [carol, alice],
  ] as const) {
    test(`a block by ${blocker === alice ? 'the target' : 'the caller'} denies`, async () => {
      await add(blocker, 'Avoid', blocked);
      const about = { owner: carol, target: alice, permission } as const;
      const { reasons } = await privacy.validate(stranger, about);
      assert.deepEqual(reasons, [{ reason: 'BlockListRestrictsTarget' }]);
    });
  }

  test('a mute by the caller denies communication', async () => {
    await add(carol, 'Mute', alice);
    const about = { owner: carol, target: alice, permission: 'CommunicateUsingVoice' } as const;
    assert.equal((await privacy.validate(stranger, about)).isAllowed, false);
  });

  test('nobody asks for another', async () => {
    const about = { owner: alice, target: bob, permission } as const;
    await assert.rejects(privacy.validate(stranger, about), refused('NotYourData'));
  });

  test('a target nobody knows is unknown', async () => {
    const about = { owner: carol, target: nobody, permission } as const;
    await assert.rejects(privacy.validate(stranger, about), refused('UnknownPlayer'));
  });
});

describe('validateMany', () => {
  test('answers keep the order and the count of what was asked', async () => {
    const checks = await privacy.validateMany(stranger, {
      owner: carol,
      users: [
        { xuid: forFriends },
        { anonymousUser: 'CrossNetworkUser' },
        { xuid: nobody },
        { xuid: forEveryone },
        { xuid: forFriends },
      ],
      permissions: ['ViewTargetGameHistory', 'ViewTargetProfile'],
    });
    assert.deepEqual(
      checks.map((user) => user.map(({ isAllowed }) => isAllowed)),
      [
        [false, true],
        [true, true],
        [false, false],
        [true, true],
        [false, true],
      ],
    );
    assert.deepEqual(checks[2]?.[0]?.reasons, [{ reason: 'NotAllowed' }]);
  });

  test('for players of another network the settings of the one who asks decide', async () => {
    await store.players.update(
      samplePlayer(carol, { privacy: { CommunicateDuringCrossNetworkPlay: 'FriendsOnly' } }),
    );
    const users = [
      { anonymousUser: 'CrossNetworkUser' },
      { anonymousUser: 'CrossNetworkFriend' },
    ] as const;
    const checks = await privacy.validateMany(stranger, {
      owner: carol,
      users,
      permissions: ['CommunicateUsingText'],
    });
    assert.deepEqual(checks.flat(), [
      { isAllowed: false, reasons: [{ reason: 'CrossNetworkUserMustBeFriend' }] },
      { isAllowed: true, reasons: [] },
    ]);
  });
});

describe('list', () => {
  test('a player gets their own block list and mute list', async () => {
    await add(carol, 'Avoid', alice);
    await add(carol, 'Mute', bob);
    assert.deepEqual(await privacy.list(stranger, { owner: carol, kind: 'Avoid' }), [alice]);
    assert.deepEqual(await privacy.list(stranger, { owner: carol, kind: 'Mute' }), [bob]);
  });

  for (const [who, asker] of [
    ['another player', friend],
    ['a site that acts for the owner', callerOf(carol, { isThirdParty: true })],
  ] as const) {
    test(`${who} is refused`, async () => {
      const list = privacy.list(asker, { owner: carol, kind: 'Avoid' });
      await assert.rejects(list, refused('NotYourData'));
    });
  }

  test('a title server has no lists', async () => {
    const list = privacy.list(server, { owner: carol, kind: 'Avoid' });
    await assert.rejects(list, refused('NoUserClaim'));
  });
});
