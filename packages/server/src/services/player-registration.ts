import { randomInt } from 'node:crypto';
import type { Xuid } from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { Player, PlayerStore } from '../store/store.ts';
import { numberedGamertag } from './gamertag.ts';
import { drawXuid } from './players.ts';

/** Someone whom an issuer vouches for. */
export type Registration = {
  readonly issuer: string;
  readonly subject: string;
  /** What they would like to be called; a number is put behind it where it is taken. */
  readonly gamertag: string;
  /** BCP 47. */
  readonly locale: string | null;
  /** The sandboxes they may play in; `*` is every one. */
  readonly sandboxes: readonly string[];
};

/** Makes players of people, on their first sign-in. */
export type PlayerRegistration = {
  /** The player of an identity, made now if there is none. */
  playerOf(registration: Registration): Promise<Player>;
};

/** Draws this often for a free xuid and gamertag before giving up. */
const drawsMax = 16;

/** Numbers behind a gamertag that is taken have four digits. */
const suffixes = { from: 1000, to: 10_000 };

/** @param draw gives xuids */
export function createPlayerRegistration({
  players,
  clock,
  draw = drawXuid,
}: {
  players: Pick<PlayerStore, 'byIdentity' | 'create'>;
  clock: Clock;
  draw?: () => Xuid;
}): PlayerRegistration {
  return {
    async playerOf(registration) {
      const known = await players.byIdentity(registration);
      if (known !== undefined) return known;
      for (let drawn = 0; drawn < drawsMax; drawn += 1) {
        const player = newPlayer(registration, { draw, drawn, clock });
        if (await players.create(player)) return player;
        // Another request may have made the same player in the meantime.
        const made = await players.byIdentity(registration);
        if (made !== undefined) return made;
      }
      throw new Error(`no free xuid and gamertag in ${drawsMax} draws`);
    },
  };
}

function newPlayer(
  { issuer, subject, gamertag, locale, sandboxes }: Registration,
  { draw, drawn, clock }: { draw: () => Xuid; drawn: number; clock: Clock },
): Player {
  const isFirst = drawn === 0;
  return {
    xuid: draw(),
    gamertag: isFirst
      ? gamertag
      : numberedGamertag(gamertag, randomInt(suffixes.from, suffixes.to)),
    issuer,
    subject,
    locale,
    ageGroup: 'Adult',
    sandboxes,
    pictureUrl: null,
    privacy: {},
    createdAt: clock.now(),
  };
}
