import type { UserSegment } from '@laurel/contract';
import { quoted, Refusal, type Xuid, xuid } from '@laurel/domain';
import type { Asker } from '../asker.ts';

/** Finds the player a path names. */
export type OwnerOf = (user: UserSegment, asker: Asker) => Promise<Xuid> | Xuid;

/**
 * @throws by the result: `NoUserClaim` for `me` without a player, `UnknownPlayer` for a gamertag
 *   nobody has
 */
export function createOwnerOf(players: {
  byGamertag(gamertag: string): Promise<{ xuid: Xuid } | undefined>;
}): OwnerOf {
  return (user, asker) => {
    if (user.kind === 'xuid') return xuid(user.xuid);
    if (user.kind === 'gamertag') return byGamertag(user.gamertag);
    if (asker.kind === 'Token' && asker.xuid !== null) return asker.xuid;
    throw new Refusal('NoUserClaim', 'the token names no player, so there is no "me"');
  };

  async function byGamertag(gamertag: string): Promise<Xuid> {
    const player = await players.byGamertag(gamertag);
    if (player !== undefined) return player.xuid;
    throw new Refusal('UnknownPlayer', `there is no player with gamertag ${quoted(gamertag)}`);
  }
}
