import { quoted, Refusal, type Xuid } from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { Relation, RelationKind, Store } from '../store/store.ts';

/** How long each list may be. Source: wire contract §9.2, §9.3 [D][C]. */
export const relationsMax = { People: 1000, Avoid: 1000, Mute: 250 } as const satisfies Record<
  RelationKind,
  number
>;

/** One entry of one list. */
export type Entry = { readonly xuid: Xuid; readonly kind: RelationKind; readonly other: Xuid };

/** Manages the lists that players keep of other players. */
export type Relations = {
  /** In the order they were added. @throws {Refusal} `UnknownPlayer` */
  list(of: { xuid: Xuid; kind: RelationKind }): Promise<readonly Relation[]>;
  /** @throws {Refusal} `UnknownPlayer`, `UnknownEntity` */
  get(entry: Entry): Promise<Relation>;
  /**
   * Adds an entry, or changes the one that is there; it keeps when it was added.
   *
   * @throws {Refusal} `UnknownPlayer`, `LimitReached`; `InvalidRequest` for a player and themselves
   */
  put(entry: Entry, change: { isFavorite?: boolean }): Promise<Relation>;
  /** Nothing happens where there is no entry. @throws {Refusal} `UnknownPlayer` */
  remove(entry: Entry): Promise<void>;
};

/** Social data is the same in every sandbox. Source: wire contract §3.5 [D]. */
export function createRelations({
  store: { players },
  clock,
}: {
  store: Pick<Store, 'players'>;
  clock: Clock;
}): Relations {
  async function requireKnown(...xuids: readonly Xuid[]): Promise<void> {
    const known = new Set((await players.byXuids(xuids)).map(({ xuid }) => xuid));
    const unknown = xuids.find((xuid) => !known.has(xuid));
    if (unknown === undefined) return;
    throw new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(unknown)}`);
  }

  return {
    async list(of) {
      await requireKnown(of.xuid);
      return players.relations(of);
    },
    async get(entry) {
      await requireKnown(entry.xuid);
      const relation = await players.relation(entry);
      if (relation !== undefined) return relation;
      throw new Refusal('UnknownEntity', `player ${entry.other} is not on that list`);
    },
    async put({ xuid, kind, other }, { isFavorite }) {
      if (xuid === other) {
        throw new Refusal('InvalidRequest', `player ${xuid} cannot be on their own list`);
      }
      await requireKnown(xuid, other);
      const known = await players.relation({ xuid, kind, other });
      if (known === undefined) await refuseFull({ xuid, kind });
      const relation = {
        other,
        isFavorite: isFavorite ?? known?.isFavorite ?? false,
        since: known?.since ?? clock.now(),
      };
      await players.addRelation({ xuid, kind }, relation);
      return relation;
    },
    async remove(entry) {
      await requireKnown(entry.xuid);
      await players.removeRelation(entry);
    },
  };

  async function refuseFull(of: { xuid: Xuid; kind: RelationKind }): Promise<void> {
    const { length } = await players.relations(of);
    if (length < relationsMax[of.kind]) return;
    throw new Refusal(
      'LimitReached',
      `the list of player ${of.xuid} is full; it holds at most ${relationsMax[of.kind]} entries`,
    );
  }
}
