import { z } from 'zod';
import { WireDate, WireXuid } from '../codec/date.ts';

/** Someone in a player's people list, as the caller relates to them. Source: §9.3 [C]. */
export const Person = z
  .object({
    xuid: WireXuid,
    addedDateTimeUtc: WireDate,
    isFavorite: z.boolean(),
    isFollowingCaller: z.boolean(),
    isFollowedByCaller: z.boolean(),
    isFriend: z.boolean(),
    isIdentityShared: z.boolean(),
    socialNetworks: z.array(z.string()),
  })
  .meta({ id: 'Person' });

/** A people list, or a part of one. */
export const PeoplePage = z
  .object({ totalCount: z.int().min(0), people: z.array(Person) })
  .meta({ id: 'PeoplePage' });

/** Source: wire contract §9.3 [C]. */
export const PeopleSummary = z
  .object({
    targetFollowingCount: z.int().min(0),
    targetFollowerCount: z.int().min(0),
    isCallerFollowingTarget: z.boolean(),
    isTargetFollowingCaller: z.boolean(),
    hasCallerMarkedTargetAsFavorite: z.boolean(),
    hasCallerMarkedTargetAsIdentityShared: z.boolean(),
    legacyFriendStatus: z.string(),
    availablePeopleSlots: z.int().min(0),
    recentChangeCount: z.int().min(0),
    watermark: z.string(),
  })
  .meta({ id: 'PeopleSummary' });

/** A person with their profile, as overlays show them. Source: wire contract §9.3 [C]. */
export const DecoratedPerson = Person.extend({
  displayName: z.string(),
  realName: z.string(),
  displayPicRaw: z.string(),
  showUserAsAvatar: z.string(),
  gamertag: z.string(),
  gamerScore: z.string(),
  modernGamertag: z.string(),
  modernGamertagSuffix: z.string(),
  uniqueModernGamertag: z.string(),
  xboxOneRep: z.string(),
  presenceState: z.string(),
  presenceText: z.string(),
  isBroadcasting: z.boolean(),
  isQuarantined: z.boolean(),
  isXbox360Gamerpic: z.boolean(),
  detail: z
    .object({
      accountTier: z.string(),
      bio: z.string(),
      isVerified: z.boolean(),
      location: z.string(),
      tenure: z.string(),
      watermarks: z.array(z.string()),
      blocked: z.boolean(),
      mute: z.boolean(),
      followerCount: z.int().min(0),
      followingCount: z.int().min(0),
      hasGamePass: z.boolean(),
    })
    .nullable(),
}).meta({ id: 'DecoratedPerson' });

/** Source: wire contract §9.3 [C]. */
export const PeopleHub = z
  .object({
    people: z.array(DecoratedPerson),
    recommendationSummary: z.null(),
    friendFinderState: z.null(),
    accountLinkDetails: z.null(),
  })
  .meta({ id: 'PeopleHub' });
