import {
  definedKey,
  type Instant,
  isOwnKey,
  Refusal,
  type Scid,
  type StatDefinition,
  statOfKey,
  type Title,
  type TitleId,
  type Xuid,
} from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Player, Store, StoredRecord } from '../store/store.ts';
import type { Privacy } from './privacy.ts';
import {
  maySeeTitle,
  publishedTitle,
  requireTitleAccess,
  type TitleLookup,
} from './title-access.ts';

/** One stat of one player. `value` is text of the stat's type. */
export type Stat = {
  readonly name: string;
  readonly type: StatDefinition['type'];
  readonly value: string;
};

/** A player's stats in one title, with those left out that have no value. */
export type StatsOfTitle = {
  readonly title: Title;
  readonly stats: readonly Stat[];
  /** Counts the writes of the record; 0 before the first. */
  readonly version: number;
  /** `null` for a player who has not played. */
  readonly lastPlayedAt: Instant | null;
};

/** A player's stats in several titles. */
export type StatsOfPlayer = {
  readonly xuid: Xuid;
  /** Empty for a player whom nobody knows. */
  readonly gamertag: string;
  readonly titles: readonly StatsOfTitle[];
};

/** Which stats of which title; `names: null` is all. */
export type WantedStats = {
  readonly title: { readonly scid: Scid } | { readonly titleId: TitleId };
  readonly names: readonly string[] | null;
};

/** Reads stats out of players' records. */
export type Stats = {
  /**
   * @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer`, `UnknownServiceConfig`,
   *   `TitleClaimRequired`
   */
  one(
    asker: Asker,
    of: { owner: Xuid; scid: Scid; names: readonly string[] | null },
  ): Promise<StatsOfPlayer & { readonly titles: readonly [StatsOfTitle] }>;
  /**
   * One answer for each player, in the order asked. Who is unknown or hides their game history is
   * answered without stats; titles that are unknown or not public are left out.
   */
  many(
    asker: Asker,
    of: { xuids: readonly Xuid[]; wanted: readonly WantedStats[] },
  ): Promise<readonly StatsOfPlayer[]>;
};

/** Source: wire contract §10.3; what is hidden from whom [I]. */
export function createStats({
  store: { players, records },
  titles,
  privacy,
}: {
  store: Pick<Store, 'players' | 'records'>;
  titles: TitleLookup;
  privacy: Pick<Privacy, 'requireGameHistory'>;
}): Stats {
  function find(asker: Asker, { title }: WantedStats): Title | undefined {
    return 'scid' in title
      ? titles.byScid(asker.sandbox, title.scid)
      : titles.byTitleId(asker.sandbox, title.titleId);
  }

  async function statsOf(
    { sandbox }: Asker,
    { owner, title, names }: { owner: Xuid; title: Title; names: readonly string[] | null },
  ): Promise<StatsOfTitle> {
    const stored = await records.read({ sandbox, xuid: owner, scid: title.scid });
    return {
      title,
      stats: stored === undefined ? [] : valuesOf(title, { stored, names }),
      version: stored?.version ?? 0,
      lastPlayedAt: stored?.lastPlayedAt ?? null,
    };
  }

  async function visible(asker: Asker, owner: Xuid): Promise<Player | undefined> {
    try {
      await privacy.requireGameHistory(asker, owner);
    } catch (thrown) {
      if (thrown instanceof Refusal) return undefined;
      throw thrown;
    }
    return players.byXuid(owner);
  }

  return {
    async one(asker, { owner, scid, names }) {
      await privacy.requireGameHistory(asker, owner);
      const title = publishedTitle(titles, { sandbox: asker.sandbox, scid });
      requireTitleAccess(asker, title);
      const [player, stats] = await Promise.all([
        players.byXuid(owner),
        statsOf(asker, { owner, title, names }),
      ]);
      return { xuid: owner, gamertag: player?.gamertag ?? '', titles: [stats] };
    },
    async many(asker, { xuids, wanted }) {
      const found = wanted.flatMap(({ names, title: of }) => {
        const title = find(asker, { names, title: of });
        return title !== undefined && maySeeTitle(asker, title) ? [{ title, names }] : [];
      });
      return Promise.all(
        xuids.map(async (xuid) => {
          const player = await visible(asker, xuid);
          if (player === undefined) return { xuid, gamertag: '', titles: [] };
          const stats = found.map((one) => statsOf(asker, { owner: xuid, ...one }));
          return { xuid, gamertag: player.gamertag, titles: await Promise.all(stats) };
        }),
      );
    },
  };
}

function valuesOf(
  title: Title,
  { stored, names }: { stored: StoredRecord; names: readonly string[] | null },
): readonly Stat[] {
  const { stats } = stored.record;
  const keys = names?.map((name) => (stats.has(name) ? name : definedKey(title, name)));
  return [...new Set(keys ?? stats.keys())].flatMap((name) => {
    const value = isOwnKey(name) ? undefined : stats.get(name);
    if (value === undefined) return [];
    return [{ name, type: statOfKey(title, name)?.type ?? typeOf(value), value }];
  });
}

/** For a value of a stat that the title no longer defines. */
function typeOf(value: string): StatDefinition['type'] {
  if (/^-?[0-9]+$/.test(value)) return 'Integer';
  return value.trim() !== '' && Number.isFinite(Number(value)) ? 'Double' : 'String';
}
