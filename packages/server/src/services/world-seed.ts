import { createHash } from 'node:crypto';
import {
  type AchievementId,
  achievementOf,
  type Instant,
  type Progress,
  quoted,
  Refusal,
  type Xuid,
  xuid,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import { developmentIssuer } from './development-identity.ts';
import type { Players } from './players.ts';
import type { Relations } from './relations.ts';
import type { Support } from './support.ts';
import type { TitleOfSandbox } from './title-access.ts';

/** A player who is to be there, with what they have. */
export type PlayerToSeed = {
  readonly gamertag: string;
  /** Of a new player; `null` lets it follow from the gamertag. */
  readonly xuid: Xuid | null;
  readonly locale: string | null;
  /** Gamertags. */
  readonly friends: readonly string[];
  readonly titles: readonly SeededTitle[];
};

/** What a player has in a title. It replaces whatever is there. */
export type SeededTitle = {
  readonly of: TitleOfSandbox;
  /** Whole percents, 0 to 100. */
  readonly progress: ReadonlyMap<AchievementId, number>;
  readonly stats: ReadonlyMap<string, string>;
};

/** Who is there now. */
export type SeededPlayer = {
  readonly gamertag: string;
  readonly xuid: Xuid;
  readonly isNew: boolean;
};

/** Lets players be there. In the order given; each is made before any is given friends. */
export type WorldSeed = (players: readonly PlayerToSeed[]) => Promise<readonly SeededPlayer[]>;

/** @returns fills an instance in development mode */
export function createWorldSeed({
  players,
  relations,
  support,
  clock,
}: {
  players: Players;
  relations: Relations;
  support: Support;
  clock: Clock;
}): WorldSeed {
  async function playerOf({ gamertag, xuid: id, locale }: PlayerToSeed): Promise<SeededPlayer> {
    const known = await players.byGamertag(gamertag);
    if (known !== undefined) return { gamertag: known.gamertag, xuid: known.xuid, isNew: false };
    const made = await players.create({
      gamertag,
      xuid: id ?? xuidOf(gamertag),
      issuer: developmentIssuer,
      subject: gamertag.toLowerCase(),
      sandboxes: ['*'],
      ...(locale !== null && { locale }),
    });
    return { gamertag, xuid: made.xuid, isNew: true };
  }

  async function befriend(owner: Xuid, friends: readonly string[]): Promise<void> {
    for (const gamertag of friends) {
      const other = await players.byGamertag(gamertag);
      if (other === undefined) {
        const message = `there is no player ${quoted(gamertag)} to be a friend; seed them, too`;
        throw new Refusal('UnknownPlayer', message);
      }
      await relations.put({ xuid: owner, kind: 'People', other: other.xuid }, {});
    }
  }

  async function give(owner: Xuid, { of, progress, stats }: SeededTitle): Promise<void> {
    const title = support.titleOf(of);
    for (const id of progress.keys()) achievementOf(title, id);
    const now = clock.now();
    await support.reset({ xuid: owner, of }, 'seed');
    await support.importState(
      { xuid: owner, of },
      {
        progress: new Map([...progress].map(([id, percent]) => [id, progressOf(percent, now)])),
        stats,
        revoked: new Set(),
        lastPlayedAt: now,
      },
    );
  }

  return async (wanted) => {
    const there: SeededPlayer[] = [];
    for (const player of wanted) there.push(await playerOf(player));
    for (const [index, { friends, titles }] of wanted.entries()) {
      const owner = there[index]?.xuid;
      if (owner === undefined) continue;
      await befriend(owner, friends);
      for (const title of titles) await give(owner, title);
    }
    return there;
  };
}

/** The same in every run, and in the range of those that are drawn. */
function xuidOf(gamertag: string): Xuid {
  const digest = createHash('sha256').update(gamertag.toLowerCase()).digest();
  return xuid(String(2_535_400_000_000_000 + (digest.readUIntBE(0, 6) % 100_000_000_000)));
}

function progressOf(percent: number, now: Instant): Progress {
  if (percent === 0) return { state: 'NotStarted', percent };
  if (percent < 100) return { state: 'InProgress', percent };
  return { state: 'Achieved', percent: 100, unlockedAt: now };
}
