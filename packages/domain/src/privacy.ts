/** What a player lets others see. Source: wire contract §9.1 [D]. */
export type PrivacySetting = 'Everyone' | 'FriendsOnly' | 'Blocked';

/** What the one who asks is to the player asked about. Source: wire contract §9.1 [D]. */
export type Relationship = 'self' | 'friend' | 'nonFriend' | 'thirdParty';

/** Why a request about another player is denied. */
export type Denial = 'BlockListRestrictsTarget' | 'PrivacySettingRestrictsTarget';

/**
 * The visibility table. A player sees everything of their own; a block hides everything; friends
 * see what is for friends; others, and sites that act for a player, see what is for everyone.
 *
 * @param isBlocked whether a block list stands between the two
 * @returns why not, `null` when it may be seen
 *
 * Source: documents 002 and 003, "Effect of privacy settings" [D]; the block list, §9.1 [I].
 */
export function denialOf({
  relationship,
  setting,
  isBlocked,
}: {
  relationship: Relationship;
  setting: PrivacySetting;
  isBlocked: boolean;
}): Denial | null {
  if (relationship === 'self') return null;
  if (isBlocked) return 'BlockListRestrictsTarget';
  if (setting === 'Everyone') return null;
  if (setting === 'FriendsOnly' && relationship === 'friend') return null;
  return 'PrivacySettingRestrictsTarget';
}

/** Names of the settings a player can make. Source: wire contract §9.2 [X]. */
export const privacySettings = [
  'ShareFriendList',
  'ShareGameHistory',
  'CommunicateUsingTextAndVoice',
  'SharePresence',
  'ShareProfile',
  'ShareVideoAndMusicStatus',
  'CommunicateUsingVideo',
  'CollectVoiceData',
  'ShareXboxMusicActivity',
  'ShareExerciseInfo',
  'ShareIdentity',
  'ShareIdentityInGame',
  'ShareRecordedGameSessions',
  'CollectLiveTvData',
  'CollectXboxVideoData',
  'ShareIdentityTransitively',
  'ShareVideoHistory',
  'ShareMusicHistory',
  'AllowUserCreatedContentViewing',
  'AllowProfileViewing',
  'ShowRealTimeActivity',
  'ShareActivityFeed',
  'CommunicateDuringCrossNetworkPlay',
] as const;

/** The name of a setting. */
export type PrivacySettingName = (typeof privacySettings)[number];

/** What a player has set; what is absent was never set. */
export type PrivacyChoices = Readonly<Partial<Record<PrivacySettingName, PrivacySetting>>>;

/** @returns the setting, `Everyone` for one that was never set [I] */
export function settingOf(choices: PrivacyChoices, name: PrivacySettingName): PrivacySetting {
  return choices[name] ?? 'Everyone';
}

/**
 * The setting of the target that decides each permission; `null` where only block lists count.
 *
 * Source: the names, wire contract §9.2 [X]; which setting decides which, [I] but for
 * ViewTargetGameHistory [D].
 */
export const settingBehind = {
  CommunicateUsingText: 'CommunicateUsingTextAndVoice',
  CommunicateUsingVideo: 'CommunicateUsingVideo',
  CommunicateUsingVoice: 'CommunicateUsingTextAndVoice',
  ViewTargetProfile: 'ShareProfile',
  ViewTargetGameHistory: 'ShareGameHistory',
  ViewTargetVideoHistory: 'ShareVideoHistory',
  ViewTargetMusicHistory: 'ShareMusicHistory',
  ViewTargetExerciseInfo: 'ShareExerciseInfo',
  ViewTargetPresence: 'SharePresence',
  ViewTargetVideoStatus: 'ShareVideoAndMusicStatus',
  ViewTargetMusicStatus: 'ShareVideoAndMusicStatus',
  PlayMultiplayer: null,
  ViewTargetUserCreatedContent: 'AllowUserCreatedContentViewing',
  BroadcastWithTwitch: null,
  WriteComment: null,
  ShareItem: null,
  ShareTargetContentToExternalNetworks: 'ShareRecordedGameSessions',
} as const satisfies Record<string, PrivacySettingName | null>;

/** What one player may do toward another. */
export type Permission = keyof typeof settingBehind;

// tidy: the name that the wire and its documents have for them
/** Players of another network, who are nobody here. Source: wire contract §9.2 [X]. */
export type AnonymousUser = 'CrossNetworkUser' | 'CrossNetworkFriend';

/** Why a permission is denied, as clients read it. Source: wire contract §9.2 [X]. */
export type DenyReason = {
  readonly reason:
    | Denial
    | 'NotAllowed'
    | 'MuteListRestrictsTarget'
    | 'CrossNetworkUserMustBeFriend';
  readonly restrictedSetting?: PrivacySettingName;
};

/** The answer to "may they?"; `reasons` is empty when they may. */
export type PermissionCheck = {
  readonly isAllowed: boolean;
  readonly reasons: readonly DenyReason[];
};

const allowed: PermissionCheck = { isAllowed: true, reasons: [] };

/** The answer about someone who does not exist here. Source: [I]. */
export const notAllowed: PermissionCheck = {
  isAllowed: false,
  reasons: [{ reason: 'NotAllowed' }],
};

/** What stands between the one who asks and the target. */
export type Standing = {
  readonly relationship: Relationship;
  /** What the target has set. */
  readonly choices: PrivacyChoices;
  /** Whether either has the other on their block list. */
  readonly isBlocked: boolean;
  /** Whether the one who asks has muted the target. */
  readonly isMuted: boolean;
};

/** Decides one permission toward another player; the most telling reason comes first and alone. */
export function checkPermission(permission: Permission, standing: Standing): PermissionCheck {
  const { relationship, choices, isBlocked, isMuted } = standing;
  const restrictedSetting = settingBehind[permission];
  const setting = restrictedSetting === null ? 'Everyone' : settingOf(choices, restrictedSetting);
  const denial = denialOf({ relationship, setting, isBlocked });
  if (denial === 'PrivacySettingRestrictsTarget' && restrictedSetting !== null) {
    return { isAllowed: false, reasons: [{ reason: denial, restrictedSetting }] };
  }
  if (denial !== null) return { isAllowed: false, reasons: [{ reason: denial }] };
  if (relationship !== 'self' && isMuted && isCommunication(permission)) {
    return { isAllowed: false, reasons: [{ reason: 'MuteListRestrictsTarget' }] };
  }
  return allowed;
}

function isCommunication(permission: Permission): boolean {
  return permission.startsWith('Communicate');
}

/**
 * Decides one permission toward a player of another network. They have no settings here, so those
 * of the one who asks decide: `CommunicateDuringCrossNetworkPlay` for communication, the
 * permission's own setting for the rest.
 *
 * Source: the reason CrossNetworkUserMustBeFriend, wire contract §9.2 [X]; the rule [I].
 */
export function checkAnonymous(
  permission: Permission,
  { user, choices }: { user: AnonymousUser; choices: PrivacyChoices },
): PermissionCheck {
  const restrictedSetting = isCommunication(permission)
    ? 'CommunicateDuringCrossNetworkPlay'
    : settingBehind[permission];
  if (restrictedSetting === null) return allowed;
  const setting = settingOf(choices, restrictedSetting);
  const relationship = user === 'CrossNetworkFriend' ? 'friend' : 'nonFriend';
  if (denialOf({ relationship, setting, isBlocked: false }) === null) return allowed;
  if (setting === 'FriendsOnly') {
    return { isAllowed: false, reasons: [{ reason: 'CrossNetworkUserMustBeFriend' }] };
  }
  const reason = { reason: 'PrivacySettingRestrictsTarget', restrictedSetting } as const;
  return { isAllowed: false, reasons: [reason] };
}
