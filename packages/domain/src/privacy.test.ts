import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  checkAnonymous,
  checkPermission,
  denialOf,
  type PrivacySetting,
  type Relationship,
  type Standing,
} from './privacy.ts';

const settings = ['Everyone', 'FriendsOnly', 'Blocked'] as const;
const byBlock = 'BlockListRestrictsTarget';
const bySetting = 'PrivacySettingRestrictsTarget';

describe('the visibility table', () => {
  const rows: readonly [Relationship, PrivacySetting, ReturnType<typeof denialOf>][] = [
    ['friend', 'Everyone', null],
    ['friend', 'FriendsOnly', null],
    ['friend', 'Blocked', bySetting],
    ['nonFriend', 'Everyone', null],
    ['nonFriend', 'FriendsOnly', bySetting],
    ['nonFriend', 'Blocked', bySetting],
    ['thirdParty', 'Everyone', null],
    ['thirdParty', 'FriendsOnly', bySetting],
    ['thirdParty', 'Blocked', bySetting],
  ];
  for (const [relationship, setting, denial] of rows) {
    test(`${relationship}, ${setting}: ${denial ?? 'seen'}`, () => {
      assert.equal(denialOf({ relationship, setting, isBlocked: false }), denial);
    });
  }

  for (const setting of settings) {
    test(`a player sees their own, ${setting}`, () => {
      assert.equal(denialOf({ relationship: 'self', setting, isBlocked: true }), null);
    });
    for (const relationship of ['friend', 'nonFriend', 'thirdParty'] as const) {
      test(`a block hides everything from a ${relationship}, ${setting}`, () => {
        assert.equal(denialOf({ relationship, setting, isBlocked: true }), byBlock);
      });
    }
  }
});

describe('checkPermission', () => {
  const stranger: Standing = {
    relationship: 'nonFriend',
    choices: {},
    isBlocked: false,
    isMuted: false,
  };

  test('what was never set is for everyone', () => {
    const check = checkPermission('ViewTargetGameHistory', stranger);
    assert.deepEqual(check, { isAllowed: true, reasons: [] });
  });

  test('a denial names the setting that restricts', () => {
    const choices = { ShareGameHistory: 'Blocked' } as const;
    assert.deepEqual(checkPermission('ViewTargetGameHistory', { ...stranger, choices }), {
      isAllowed: false,
      reasons: [{ reason: bySetting, restrictedSetting: 'ShareGameHistory' }],
    });
  });

  test('each permission looks at its own setting', () => {
    const choices = { ShareGameHistory: 'Blocked' } as const;
    assert.ok(checkPermission('ViewTargetProfile', { ...stranger, choices }).isAllowed);
  });

  test('a block is the reason given, without a setting', () => {
    const choices = { ShareGameHistory: 'Blocked' } as const;
    const blocked = { ...stranger, choices, isBlocked: true };
    assert.deepEqual(checkPermission('ViewTargetGameHistory', blocked).reasons, [
      { reason: byBlock },
    ]);
  });

  test('a mute denies communication and nothing else', () => {
    const muted = { ...stranger, isMuted: true };
    assert.deepEqual(checkPermission('CommunicateUsingVoice', muted).reasons, [
      { reason: 'MuteListRestrictsTarget' },
    ]);
    assert.ok(checkPermission('PlayMultiplayer', muted).isAllowed);
  });

  test('a block denies playing together, which no setting does', () => {
    assert.ok(checkPermission('PlayMultiplayer', stranger).isAllowed);
    assert.ok(!checkPermission('PlayMultiplayer', { ...stranger, isBlocked: true }).isAllowed);
  });

  test('a player may do anything toward themselves', () => {
    const self: Standing = {
      relationship: 'self',
      choices: { CommunicateUsingTextAndVoice: 'Blocked' },
      isBlocked: true,
      isMuted: true,
    };
    assert.ok(checkPermission('CommunicateUsingText', self).isAllowed);
  });
});

describe('checkAnonymous', () => {
  const setting = 'CommunicateDuringCrossNetworkPlay';
  const rows: readonly [PrivacySetting, boolean, boolean][] = [
    ['Everyone', true, true],
    ['FriendsOnly', false, true],
    ['Blocked', false, false],
  ];
  for (const [chosen, stranger, friend] of rows) {
    const choices = { [setting]: chosen };
    test(`with ${chosen}, speaking to a stranger of another network is ${stranger}`, () => {
      const check = checkAnonymous('CommunicateUsingText', { user: 'CrossNetworkUser', choices });
      assert.equal(check.isAllowed, stranger);
    });
    test(`with ${chosen}, speaking to a friend of another network is ${friend}`, () => {
      const check = checkAnonymous('CommunicateUsingText', { user: 'CrossNetworkFriend', choices });
      assert.equal(check.isAllowed, friend);
    });
  }

  test('a stranger who would have to be a friend is told so', () => {
    const choices = { [setting]: 'FriendsOnly' } as const;
    const check = checkAnonymous('CommunicateUsingText', { user: 'CrossNetworkUser', choices });
    assert.deepEqual(check.reasons, [{ reason: 'CrossNetworkUserMustBeFriend' }]);
  });

  test('a block of all cross-network talk names the setting', () => {
    const choices = { [setting]: 'Blocked' } as const;
    const check = checkAnonymous('CommunicateUsingText', { user: 'CrossNetworkUser', choices });
    assert.deepEqual(check.reasons, [{ reason: bySetting, restrictedSetting: setting }]);
  });

  test('playing together is open to anyone', () => {
    const choices = { [setting]: 'Blocked' } as const;
    const check = checkAnonymous('PlayMultiplayer', { user: 'CrossNetworkUser', choices });
    assert.ok(check.isAllowed);
  });
});
