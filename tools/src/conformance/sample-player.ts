import type { WorldPlayer } from './world.ts';

/** For tests: a player with no one around, changed where the test says. */
export function samplePlayer(
  part: Pick<WorldPlayer, 'xuid' | 'gamertag'> & Partial<WorldPlayer>,
): WorldPlayer {
  return {
    privacy: {},
    people: [],
    avoid: [],
    mute: [],
    sandboxes: ['*'],
    locale: null,
    titleClaim: null,
    ...part,
  };
}
