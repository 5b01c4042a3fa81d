import { quoted } from '@laurel/domain';
import type { Player, PlayerStore } from '../store/store.ts';
import { parseGamertag } from './gamertag.ts';
import type { PlayerRegistration } from './player-registration.ts';
import { TokenRefusal } from './token-refusal.ts';

/** The issuer of players who were made by naming a gamertag. */
export const developmentIssuer = 'development';

/** Lets anyone on this machine be any player. Never there unless it was asked for. */
export type DevelopmentIdentity = {
  /**
   * The player of a gamertag, made now if there is none, with access to every sandbox.
   *
   * @throws {TokenRefusal} `InvalidTicket` for what can't be a gamertag
   */
  playerOf(gamertag: string): Promise<Player>;
};

/** Source: [I]; a player is at hand without an identity provider. */
export function createDevelopmentIdentity({
  players,
  registration,
}: {
  players: Pick<PlayerStore, 'byGamertag'>;
  registration: PlayerRegistration;
}): DevelopmentIdentity {
  return {
    async playerOf(text) {
      const gamertag = parseGamertag(text);
      if (gamertag === undefined) {
        throw new TokenRefusal(
          'InvalidTicket',
          `${quoted(text)} is no gamertag: it must be 1 to 32 characters without brackets and slashes`,
        );
      }
      const known = await players.byGamertag(gamertag);
      if (known !== undefined) return known;
      return registration.playerOf({
        issuer: developmentIssuer,
        subject: gamertag.toLowerCase(),
        gamertag,
        locale: null,
        sandboxes: ['*'],
      });
    },
  };
}
