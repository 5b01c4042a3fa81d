import type { PlayerParts, TestPlayer } from './player.ts';
import { callingOf } from './player-calls.ts';
import { lookingOf } from './player-looks.ts';

/** @returns the player; nothing is asked of the instance yet */
export function makePlayer(parts: PlayerParts): TestPlayer {
  return {
    gamertag: parts.gamertag,
    xuid: () => parts.xuidOf(parts.gamertag),
    ...callingOf(parts),
    ...lookingOf(parts),
  };
}
