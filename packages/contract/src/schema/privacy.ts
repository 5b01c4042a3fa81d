import { z } from 'zod';
import { WireXuid } from '../codec/date.ts';
import { isXuidText } from '../codec/segment.ts';
import { anyCaseOf } from '../codec/text.ts';

/** What one player may do toward another. Source: wire contract §9.2 [X]. */
export const permissions = [
  'CommunicateUsingText',
  'CommunicateUsingVideo',
  'CommunicateUsingVoice',
  'ViewTargetProfile',
  'ViewTargetGameHistory',
  'ViewTargetVideoHistory',
  'ViewTargetMusicHistory',
  'ViewTargetExerciseInfo',
  'ViewTargetPresence',
  'ViewTargetVideoStatus',
  'ViewTargetMusicStatus',
  'PlayMultiplayer',
  'ViewTargetUserCreatedContent',
  'BroadcastWithTwitch',
  'WriteComment',
  'ShareItem',
  'ShareTargetContentToExternalNetworks',
] as const;

/** Settings a player can make. Source: wire contract §9.2 [X]. */
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

/** More users in one check are refused. Source: [I]. */
export const usersPerCheckMax = 100;

/** Every permission twice and room to spare. Source: [I]. */
const permissionsPerCheckMax = 40;

const mustBeUser = 'must be {"xuid": "…"} or {"anonymousUser": "…"}';

/**
 * Someone a check is about. The words for anonymous users match in any case, and an answer repeats
 * them as they came. Source: wire contract §9.2 [X].
 */
export const CheckedUser = z.union(
  [
    z.object({
      xuid: z
        .union([z.string(), z.int()], { error: mustBeUser })
        .transform(String)
        .refine(isXuidText, 'must be an xuid: 1 to 2^64-1 in decimal digits'),
    }),
    z.object({
      anonymousUser: z
        .string({ error: mustBeUser })
        .regex(/^crossNetwork(User|Friend)$/i, 'must be crossNetworkUser or crossNetworkFriend'),
    }),
  ],
  { error: mustBeUser },
);

/** The body of a check of several users and permissions. Source: wire contract §9.2 [D][X]. */
export const PermissionsAsked = z
  .object({
    users: z
      .array(CheckedUser, { error: 'must be an array' })
      .max(usersPerCheckMax, `must hold at most ${usersPerCheckMax} users`),
    permissions: z
      .array(anyCaseOf(permissions), { error: 'must be an array' })
      .max(permissionsPerCheckMax, `must hold at most ${permissionsPerCheckMax} permissions`),
  })
  .meta({ id: 'PermissionsAsked' });

/** The answer to "may they?"; `reasons` only when they may not. Source: wire contract §9.2 [D]. */
export const PermissionChecked = z
  .object({
    isAllowed: z.boolean(),
    reasons: z
      .array(z.object({ reason: z.string(), restrictedSetting: z.string().optional() }))
      .optional(),
  })
  .meta({ id: 'PermissionChecked' });

/** Answers in the order asked, one for each user, in it one for each permission; XSAPI needs it. */
export const PermissionsChecked = z
  .object({
    responses: z.array(
      z.object({
        user: z.object({ xuid: z.string().optional(), anonymousUser: z.string().optional() }),
        permissions: z.array(PermissionChecked),
      }),
    ),
  })
  .meta({ id: 'PermissionsChecked' });

/** A block or mute list. Source: wire contract §9.2 [D]. */
export const UserList = z
  .object({ users: z.array(z.object({ xuid: WireXuid })) })
  .meta({ id: 'UserList' });
