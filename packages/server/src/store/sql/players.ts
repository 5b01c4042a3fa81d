import type { Instant, Xuid } from '@laurel/domain';
import type { Player, PlayerStore } from '../store.ts';
import { type Row, readOne, type SqlEngine, type SqlValue, type Step } from './engine.ts';
import { createRelationStore } from './relations.ts';

const columns = `xuid, gamertag, issuer, subject, locale, age_group, sandboxes, picture_url,
  privacy, created_at`;

/** Parameters: xuid. */
const readByXuid = `select ${columns} from players where xuid = $1`;

/** Parameters: gamertag without its case. */
const readByGamertag = `select ${columns} from players where gamertag_key = $1`;

/** Parameters: issuer, subject. */
const readByIdentity = `select ${columns} from players where issuer = $1 and subject = $2`;

/** Parameters: xuid, limit. */
const readPage = `
  select ${columns} from players
   where xuid > $1
   order by xuid
   limit $2`;

/** A guard: changes nothing when the xuid, the gamertag or the identity is taken. */
const insertPlayer = `
  insert into players (gamertag, gamertag_key, locale, age_group, sandboxes, picture_url, privacy,
                       created_at, xuid, issuer, subject)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  on conflict do nothing`;

/** A guard: changes nothing without such a player, or when another has the gamertag. */
const updatePlayer = `
  update players
     set gamertag = $1, gamertag_key = $2, locale = $3, age_group = $4, sandboxes = $5,
         picture_url = $6, privacy = $7, created_at = $8
   where xuid = $9
     and not exists (select 1 from players where gamertag_key = $2 and xuid <> $9)`;

/** Players, their settings and their lists, on an engine. */
export function createPlayerStore(engine: SqlEngine): PlayerStore {
  async function find(step: Step): Promise<Player | undefined> {
    const row = await readOne(engine, step);
    return row && playerOf(row);
  }
  return {
    byXuid: (xuid) => find([readByXuid, xuid]),
    async byXuids(xuids) {
      const found = await Promise.all(xuids.map((xuid) => find([readByXuid, xuid])));
      return found.filter((player) => player !== undefined);
    },
    byGamertag: (gamertag) => find([readByGamertag, gamertagKey(gamertag)]),
    byIdentity: ({ issuer, subject }) => find([readByIdentity, issuer, subject]),
    list: async ({ after, limit }) =>
      (await engine.read([readPage, after ?? '', limit])).map(playerOf),
    create: (player) =>
      engine.writeIf([
        [insertPlayer, ...changeable(player), player.xuid, player.issuer, player.subject],
      ]),
    update: (player) => engine.writeIf([[updatePlayer, ...changeable(player), player.xuid]]),
    ...createRelationStore(engine),
  };
}

function gamertagKey(gamertag: string): string {
  return gamertag.toLowerCase();
}

function changeable(player: Player): readonly SqlValue[] {
  return [
    player.gamertag,
    gamertagKey(player.gamertag),
    player.locale,
    player.ageGroup,
    JSON.stringify(player.sandboxes),
    player.pictureUrl,
    JSON.stringify(player.privacy),
    player.createdAt,
  ];
}

type PlayerRow = {
  readonly xuid: Xuid;
  readonly gamertag: string;
  readonly issuer: string;
  readonly subject: string;
  readonly locale: string | null;
  readonly age_group: Player['ageGroup'];
  readonly sandboxes: string;
  readonly picture_url: string | null;
  readonly privacy: string;
  readonly created_at: Instant;
};

function playerOf(row: Row): Player {
  const player = row as unknown as PlayerRow;
  return {
    xuid: player.xuid,
    gamertag: player.gamertag,
    issuer: player.issuer,
    subject: player.subject,
    locale: player.locale,
    ageGroup: player.age_group,
    sandboxes: JSON.parse(player.sandboxes) as Player['sandboxes'],
    pictureUrl: player.picture_url,
    privacy: JSON.parse(player.privacy) as Player['privacy'],
    createdAt: player.created_at,
  };
}
