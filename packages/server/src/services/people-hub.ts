import { retail, type Xuid } from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Player, RelationKind, Store } from '../store/store.ts';
import { type People, type Person, peopleMax } from './people.ts';

/** Someone with what an overlay shows of them. */
export type DecoratedPerson = {
  readonly person: Person;
  readonly player: Player;
  /** Over RETAIL. */
  readonly gamerscore: number;
  /** `null` unless it was asked for. */
  readonly detail: PersonDetail | null;
};

/** What costs more to find out. */
export type PersonDetail = {
  readonly followers: number;
  readonly following: number;
  /** Whether the caller blocked or muted them. */
  readonly isBlocked: boolean;
  readonly isMuted: boolean;
};

/** Reads people together with their profiles. */
export type PeopleHub = {
  /** Those whom a player follows. @throws {Refusal} as `People.list` */
  followed(
    asker: Asker,
    of: { owner: Xuid; onlyFavorites: boolean; hasDetail: boolean },
  ): Promise<readonly DecoratedPerson[]>;
  /** Any players; those nobody knows are left out. */
  some(
    asker: Asker,
    of: { xuids: readonly Xuid[]; hasDetail: boolean },
  ): Promise<readonly DecoratedPerson[]>;
};

/** Source: wire contract §9.3 [C]. */
export function createPeopleHub({
  store: { players, records },
  people,
}: {
  store: Pick<Store, 'players' | 'records'>;
  people: Pick<People, 'list' | 'related'>;
}): PeopleHub {
  async function detailOf(asker: Asker, of: Xuid): Promise<PersonDetail> {
    const caller = asker.kind === 'Token' ? asker.xuid : null;
    const isOn = async (kind: RelationKind) =>
      caller !== null && (await players.relation({ xuid: caller, kind, other: of })) !== undefined;
    const [followers, following, isBlocked, isMuted] = await Promise.all([
      players.countFollowers(of),
      players.relations({ xuid: of, kind: 'People' }),
      isOn('Avoid'),
      isOn('Mute'),
    ]);
    return { followers, following: following.length, isBlocked, isMuted };
  }

  async function decorate(
    asker: Asker,
    persons: readonly Person[],
    hasDetail: boolean,
  ): Promise<readonly DecoratedPerson[]> {
    const known = new Map<Xuid, Player>();
    const xuids = persons.map(({ xuid }) => xuid);
    for (const player of await players.byXuids(xuids)) known.set(player.xuid, player);
    const decorated = persons.map(async (person) => {
      const player = known.get(person.xuid);
      if (player === undefined) return [];
      const gamerscore = await records.gamerscoreOf({ sandbox: retail, xuid: person.xuid });
      const detail = hasDetail ? await detailOf(asker, person.xuid) : null;
      return [{ person, player, gamerscore, detail }];
    });
    return (await Promise.all(decorated)).flat();
  }

  return {
    async followed(asker, { owner, onlyFavorites, hasDetail }) {
      const view = onlyFavorites ? 'Favorite' : 'All';
      const page = { owner, view, offset: 0, maxItems: peopleMax } as const;
      const { people: followed } = await people.list(asker, page);
      return decorate(asker, followed, hasDetail);
    },
    async some(asker, { xuids, hasDetail }) {
      return decorate(asker, await people.related(asker, xuids), hasDetail);
    },
  };
}
