import {
  type AchievementId,
  achievementOf,
  emptyRecord,
  type Instant,
  type Listed,
  listAchievements,
  openChallenges,
  type PlayedTitle,
  quoted,
  Refusal,
  type Sandbox,
  type Scid,
  type Selection,
  standingOf,
  type Title,
  type TitleId,
  type Xuid,
} from '@laurel/domain';
import { andThen } from '../and-then.ts';
import type { Asker } from '../asker.ts';
import type { Clock } from '../clock.ts';
import type { RecordStore, StoredRecord } from '../store/store.ts';
import type { Privacy } from './privacy.ts';
import { maySeeTitle, notPublished, requireTitleAccess, type TitleLookup } from './title-access.ts';

/** A title, and what is stored of the player in it; `undefined` when nothing is. */
export type SeenTitle = { readonly title: Title; readonly stored: StoredRecord | undefined };

/** Whose achievements are read, and by whom. */
export type Reading = { readonly asker: Asker; readonly owner: Xuid };

/** Reads achievements. Every method asks privacy first. */
export type AchievementsService = {
  /**
   * The titles a list is made of, with the player's records: those asked for, or all the player has
   * touched. Unknown titles are left out.
   *
   * @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer`; `TitleClaimRequired` when a title that
   *   was asked for is not public
   */
  seen(reading: Reading, which: WhichTitles): Promise<readonly SeenTitle[]> | readonly SeenTitle[];
  /**
   * One achievement of a player.
   *
   * @throws {Refusal} as `seen`; `UnknownServiceConfig`, `UnknownAchievement`, `Retired`
   */
  one(reading: Reading, at: { scid: Scid; achievementId: AchievementId }): Promise<Listed>;
  /** Challenges of all published titles that can be unlocked now. @throws {Refusal} as `seen` */
  featured(reading: Reading): Promise<readonly Listed[]>;
};

/** Which titles to read; `titleIds: null` is all the player has touched. */
export type WhichTitles = {
  readonly titleIds: readonly TitleId[] | null;
  readonly generation: Title['generation'];
};

/** Source: wire contract §2 and §9.1. */
export function createAchievementsService({
  records,
  titles,
  privacy,
  clock,
}: {
  records: Pick<RecordStore, 'read' | 'ofPlayer'>;
  titles: TitleLookup & { all(sandbox: Sandbox): readonly Title[] };
  privacy: Pick<Privacy, 'requireGameHistory'>;
  clock: Clock;
}): AchievementsService {
  function storedOf({ asker, owner }: Reading, title: Title): Promise<SeenTitle> | SeenTitle {
    const key = { sandbox: asker.sandbox, xuid: owner, scid: title.scid };
    return andThen(records.read(key), (stored) => ({ title, stored }));
  }

  async function touched(
    { asker, owner }: Reading,
    generation: Title['generation'],
  ): Promise<readonly SeenTitle[]> {
    const { sandbox } = asker;
    const seen: SeenTitle[] = [];
    for (const stored of await records.ofPlayer({ sandbox, xuid: owner })) {
      const title = titles.byScid(sandbox, stored.key.scid);
      if (title?.generation === generation && maySeeTitle(asker, title)) {
        seen.push({ title, stored });
      }
    }
    return seen;
  }

  return {
    seen(reading, { titleIds, generation }) {
      const { asker, owner } = reading;
      const [titleId] = titleIds?.length === 1 ? titleIds : [];
      return andThen(privacy.requireGameHistory(asker, owner, titleId && { titleId }), () => {
        if (titleIds === null) return touched(reading, generation);
        const asked = askedFor(titles, asker, { titleIds, generation });
        const [only] = asked.length === 1 ? asked : [];
        if (only !== undefined) return andThen(storedOf(reading, only), (seen) => [seen]);
        return Promise.all(asked.map((title) => storedOf(reading, title)));
      });
    },
    async one(reading, { scid, achievementId }) {
      const { asker, owner } = reading;
      const title = titles.byScid(asker.sandbox, scid);
      await privacy.requireGameHistory(asker, owner, title);
      if (title === undefined || title.generation === 'Xbox360') {
        throw notPublished({ sandbox: asker.sandbox, scid });
      }
      requireTitleAccess(asker, title);
      return listedOf(playedTitleOf(await storedOf(reading, title), clock.now()), achievementId);
    },
    async featured(reading) {
      await privacy.requireGameHistory(reading.asker, reading.owner);
      const now = clock.now();
      const withChallenges = titles
        .all(reading.asker.sandbox)
        .filter((title) => maySeeTitle(reading.asker, title) && hasOpenChallenge(title, now));
      const seen = await Promise.all(withChallenges.map((title) => storedOf(reading, title)));
      return openChallenges(
        seen.map((one) => playedTitleOf(one, now)),
        now,
      );
    },
  };
}

/** @throws {Refusal} `TitleClaimRequired` */
function askedFor(
  titles: TitleLookup,
  asker: Asker,
  { titleIds, generation }: { titleIds: readonly TitleId[]; generation: Title['generation'] },
): readonly Title[] {
  const asked: Title[] = [];
  for (const titleId of new Set(titleIds)) {
    const title = titles.byTitleId(asker.sandbox, titleId);
    if (title === undefined || title.generation !== generation) continue;
    requireTitleAccess(asker, title);
    asked.push(title);
  }
  return asked;
}

/** Fills in the record of a player who has not played. */
export function playedTitleOf({ title, stored }: SeenTitle, now: Instant): PlayedTitle {
  return { title, record: stored?.record ?? emptyRecord(now) };
}

/** Selects and orders what was seen. */
export function select(
  seen: readonly SeenTitle[],
  { selection, now }: { selection: Selection; now: Instant },
): readonly Listed[] {
  return listAchievements(
    seen.map((one) => playedTitleOf(one, now)),
    selection,
  );
}

function listedOf({ title, record }: PlayedTitle, id: AchievementId): Listed {
  const achievement = achievementOf(title, id);
  const progress = standingOf(achievement, record);
  if ((title.retired || achievement.archived) && progress.state !== 'Achieved') {
    throw new Refusal('Retired', `achievement ${quoted(id)} of ${title.scid} is retired`);
  }
  return { title, record, achievement, progress };
}

function hasOpenChallenge(title: Title, now: Instant): boolean {
  return title.achievements.some(
    ({ type, timeWindow }) =>
      type === 'Challenge' &&
      timeWindow !== null &&
      timeWindow.start <= now &&
      now <= timeWindow.end,
  );
}
