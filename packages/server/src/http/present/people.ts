import type { schema } from '@laurel/contract';
import type { z } from 'zod';
import type { Person } from '../../services/people.ts';
import type { DecoratedPerson } from '../../services/people-hub.ts';
import { type AssetBase, absoluteUrl } from './media.ts';

/** Shows someone in a people list. No older network is known here. Source: §9.3 [C]. */
export function presentPerson(person: Person): z.output<typeof schema.Person> {
  const { xuid, since, isFavorite, isFollowingCaller, isFollowedByCaller } = person;
  return {
    xuid,
    addedDateTimeUtc: since,
    isFavorite,
    isFollowingCaller,
    isFollowedByCaller,
    isFriend: isFollowingCaller && isFollowedByCaller,
    isIdentityShared: false,
    socialNetworks: [],
  };
}

/** Shows someone with their profile. What is not kept here is empty. Source: §9.3 [C]. */
export function presentDecorated(
  { person, player, gamerscore, detail }: DecoratedPerson,
  assetBase: AssetBase,
): z.output<typeof schema.DecoratedPerson> {
  const { gamertag } = player;
  return {
    ...presentPerson(person),
    displayName: gamertag,
    realName: '',
    displayPicRaw: absoluteUrl(player.pictureUrl, assetBase),
    showUserAsAvatar: '0',
    gamertag,
    gamerScore: String(gamerscore),
    modernGamertag: gamertag,
    modernGamertagSuffix: '',
    uniqueModernGamertag: gamertag,
    xboxOneRep: 'GoodPlayer',
    presenceState: 'Offline',
    presenceText: 'Offline',
    isBroadcasting: false,
    isQuarantined: false,
    isXbox360Gamerpic: false,
    detail: detail && {
      accountTier: 'Gold',
      bio: '',
      isVerified: false,
      location: '',
      tenure: '0',
      watermarks: [],
      blocked: detail.isBlocked,
      mute: detail.isMuted,
      followerCount: detail.followers,
      followingCount: detail.following,
      hasGamePass: false,
    },
  };
}

/** The envelope of People Hub. Source: wire contract §9.3 [C]. */
export function presentPeopleHub(
  people: readonly DecoratedPerson[],
  assetBase: AssetBase,
): z.output<typeof schema.PeopleHub> {
  return {
    people: people.map((person) => presentDecorated(person, assetBase)),
    recommendationSummary: null,
    friendFinderState: null,
    accountLinkDetails: null,
  };
}
