import { randomInt } from 'node:crypto';
import { quoted, Refusal, type Xuid, xuid } from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { Player, Store } from '../store/store.ts';

/** A player to be added; what is absent has the default. */
export type NewPlayer = {
  readonly gamertag: string;
} & Partial<Omit<Player, 'gamertag' | 'createdAt'>>;

/** What of a player can be changed. */
export type PlayerChange = Partial<
  Pick<Player, 'gamertag' | 'locale' | 'ageGroup' | 'sandboxes' | 'pictureUrl' | 'privacy'>
>;

/** Manages players. */
export type Players = {
  exists(xuid: Xuid): Promise<boolean>;
  /** @throws {Refusal} `UnknownPlayer` */
  get(xuid: Xuid): Promise<Player>;
  byGamertag(gamertag: string): Promise<Player | undefined>;
  /** A page in the order of the xuids as text. */
  list(page: { after: Xuid | null; limit: number }): Promise<readonly Player[]>;
  /**
   * Adds a player: an adult of `RETAIL` who can't sign in, where nothing else is said.
   *
   * @throws {Refusal} `Conflict` when the xuid, gamertag or identity is taken
   */
  create(player: NewPlayer): Promise<Player>;
  /** @throws {Refusal} `UnknownPlayer`; `Conflict` when the gamertag is taken */
  change(xuid: Xuid, change: PlayerChange): Promise<Player>;
};

/** The issuer of players who were added by hand: nobody vouches for them. */
const byHand = 'laurel';

/** Draws this often for an xuid that is free before giving up. */
const drawsMax = 8;

/** An xuid that is most likely free: 100 billion follow the base. */
export function drawXuid(): Xuid {
  return xuid(String(2_535_400_000_000_000 + randomInt(100_000_000_000)));
}

/** @param draw gives xuids to players who bring none */
export function createPlayers({
  store: { players },
  clock,
  draw = drawXuid,
}: {
  store: Pick<Store, 'players'>;
  clock: Clock;
  draw?: () => Xuid;
}): Players {
  async function get(of: Xuid): Promise<Player> {
    const player = await players.byXuid(of);
    if (player !== undefined) return player;
    throw new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(of)}`);
  }

  async function freeXuid(): Promise<Xuid> {
    for (let drawn = 0; drawn < drawsMax; drawn += 1) {
      const candidate = draw();
      if ((await players.byXuid(candidate)) === undefined) return candidate;
    }
    throw new Error(`no free xuid in ${drawsMax} draws`);
  }

  return {
    get,
    exists: async (of) => (await players.byXuid(of)) !== undefined,
    byGamertag: (gamertag) => players.byGamertag(gamertag),
    list: (page) => players.list(page),
    async create(wanted) {
      const id = wanted.xuid ?? (await freeXuid());
      const player: Player = {
        issuer: byHand,
        subject: id,
        locale: null,
        ageGroup: 'Adult',
        sandboxes: ['RETAIL'],
        pictureUrl: null,
        privacy: {},
        ...wanted,
        xuid: id,
        createdAt: clock.now(),
      };
      if (await players.create(player)) return player;
      throw new Refusal(
        'Conflict',
        `player ${quoted(player.gamertag)} is not added; the xuid, gamertag or identity is taken`,
      );
    },
    async change(of, change) {
      const player = { ...(await get(of)), ...change };
      if (await players.update(player)) return player;
      throw new Refusal('Conflict', `gamertag ${quoted(player.gamertag)} is taken`);
    },
  };
}
