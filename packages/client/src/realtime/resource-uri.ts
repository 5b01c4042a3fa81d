import { readArguments } from '../arguments.ts';

/**
 * The addresses of what one can subscribe to, written as shipped clients write them.
 *
 * Each throws a `ClientError` `invalid_argument` for an id that can't be one.
 *
 * Source: wire contract §6.4 [X].
 */
export const resourceUri = {
  /** A player's progress in one service configuration. */
  achievementProgress: ({ xuid, scid }: { xuid: string; scid: string }) =>
    `https://achievements.xboxlive.com/users/${user(xuid)}/achievements/${readArguments.scid(scid)}`,
  /** A player's notifications of one title. */
  notification: ({ xuid, titleId }: { xuid: string; titleId: number }) =>
    `https://notify.xboxlive.com/users/${user(xuid)}/deviceId/current/titleId/${readArguments.titleId(titleId)}`,
  /** One stat of a player. */
  stat: ({ xuid, scid, name }: { xuid: string; scid: string; name: string }) =>
    `https://userstats.xboxlive.com/users/${user(xuid)}/scids/${readArguments.scid(scid)}/stats/${encodeURIComponent(name)}`,
  /** Whom a player follows. */
  friends: ({ xuid }: { xuid: string }) => `http://social.xboxlive.com/users/${user(xuid)}/friends`,
};

function user(xuid: string): string {
  return `xuid(${readArguments.xuid(xuid)})`;
}
