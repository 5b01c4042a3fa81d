import { type Instant, never, Refusal, type Xuid } from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Relation, Store } from '../store/store.ts';
import { isSelf } from './ownership.ts';
import type { Privacy } from './privacy.ts';

/** At most this many are in a people list, as the real service has it. Source: §9.3 [C]. */
export const peopleMax = 1000;

/** Someone a player follows, as the caller relates to them. */
export type Person = {
  readonly xuid: Xuid;
  readonly since: Instant;
  /** Whether the caller marked them. */
  readonly isFavorite: boolean;
  readonly isFollowingCaller: boolean;
  readonly isFollowedByCaller: boolean;
};

/** Which part of a people list. There is no older network here, so nobody is in `Legacy`. */
export type PeopleView = 'All' | 'Favorite' | 'Legacy';

/** Counts about a player, and how the caller relates to them. */
export type PeopleSummary = {
  readonly following: number;
  readonly followers: number;
  readonly isFollowingCaller: boolean;
  readonly isFollowedByCaller: boolean;
  readonly isFavorite: boolean;
};

/** Reads people lists. Every method asks privacy first. */
export type People = {
  /**
   * In the order they were added.
   *
   * @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer`; `NotYourData` for a view other than `All`
   *   of another player
   */
  list(
    asker: Asker,
    of: { owner: Xuid; view: PeopleView; offset: number; maxItems: number },
  ): Promise<{ total: number; people: readonly Person[] }>;
  /** Those of the given players whom the owner follows. @throws {Refusal} as `list` */
  some(asker: Asker, of: { owner: Xuid; xuids: readonly Xuid[] }): Promise<readonly Person[]>;
  /** How the caller relates to any players; those nobody knows are left out. */
  related(asker: Asker, xuids: readonly Xuid[]): Promise<readonly Person[]>;
  /** @throws {Refusal} as `list` */
  summary(asker: Asker, owner: Xuid): Promise<PeopleSummary>;
};

/** Source: wire contract §9.3. */
export function createPeople({
  store: { players },
  privacy,
}: {
  store: Pick<Store, 'players'>;
  privacy: Pick<Privacy, 'requireSetting'>;
}): People {
  async function relate(
    asker: Asker,
    relation: Pick<Relation, 'other' | 'since'>,
  ): Promise<Person> {
    const caller = asker.kind === 'Token' ? asker.xuid : null;
    const { other, since } = relation;
    if (caller === null) return { xuid: other, since, ...unrelated };
    const [theirs, ours] = await Promise.all([
      players.relation({ xuid: other, kind: 'People', other: caller }),
      players.relation({ xuid: caller, kind: 'People', other }),
    ]);
    return {
      xuid: other,
      since,
      isFavorite: ours?.isFavorite ?? false,
      isFollowingCaller: theirs !== undefined,
      isFollowedByCaller: ours !== undefined,
    };
  }

  return {
    async list(asker, { owner, view, offset, maxItems }) {
      if (view !== 'All' && !isSelf(asker, owner)) {
        throw new Refusal(
          'NotYourData',
          `view ${view} is for player ${owner} alone; ask for view All`,
        );
      }
      await privacy.requireSetting(asker, owner, 'ShareFriendList');
      const relations = await players.relations({ xuid: owner, kind: 'People' });
      const seen = relations.filter(({ isFavorite }) => view === 'All' || isFavorite);
      const viewed = view === 'Legacy' ? [] : seen;
      const page = viewed.slice(offset, offset + maxItems);
      const people = await Promise.all(page.map((relation) => relate(asker, relation)));
      return { total: viewed.length, people };
    },
    async some(asker, { owner, xuids }) {
      await privacy.requireSetting(asker, owner, 'ShareFriendList');
      const kind = 'People';
      const found = await Promise.all(
        [...new Set(xuids)].map((other) => players.relation({ xuid: owner, kind, other })),
      );
      const relations = found.filter((relation) => relation !== undefined);
      return Promise.all(relations.map((relation) => relate(asker, relation)));
    },
    async related(asker, xuids) {
      const known = await players.byXuids([...new Set(xuids)]);
      return Promise.all(known.map(({ xuid: other }) => relate(asker, { other, since: never })));
    },
    async summary(asker, owner) {
      await privacy.requireSetting(asker, owner, 'ShareFriendList');
      const [following, followers, person] = await Promise.all([
        players.relations({ xuid: owner, kind: 'People' }),
        players.countFollowers(owner),
        relate(asker, { other: owner, since: never }),
      ]);
      const { isFollowingCaller, isFollowedByCaller, isFavorite } = person;
      const counts = { following: following.length, followers };
      return { ...counts, isFollowingCaller, isFollowedByCaller, isFavorite };
    },
  };
}

const unrelated = { isFavorite: false, isFollowingCaller: false, isFollowedByCaller: false };
