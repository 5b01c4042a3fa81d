import { noTotals, type PlayerRecord, type Scid, type Xuid } from '@laurel/domain';
import type {
  CommittedFact,
  FactStore,
  Player,
  PlayerStore,
  RecordKey,
  RecordStore,
  Relation,
  RelationKind,
  StoredRecord,
} from '../store/store.ts';

/** For tests of services: what a store remembers, in memory, without what makes a store hard. */
export type FakeStore = {
  readonly players: PlayerStore;
  readonly records: RecordStore;
  readonly facts: FactStore;
  /** How many calls reached it. */
  readonly calls: () => number;
};

/** For tests. */
export function createFakeStore(known: readonly Player[] = []): FakeStore {
  let calls = 0;
  const count = <T>(value: T): Promise<T> => {
    calls += 1;
    return Promise.resolve(value);
  };
  const ledger: CommittedFact[] = [];
  return {
    players: fakePlayers(known, count),
    records: fakeRecords(ledger, count),
    facts: {
      ofPlayer({ sandbox, xuid }, { before, limit }) {
        const own = ledger.filter(({ key }) => key.sandbox === sandbox && key.xuid === xuid);
        const older = own.filter(({ sequence }) => before === null || sequence < before);
        return count(older.reverse().slice(0, limit));
      },
      after(cursor, limit) {
        return count(ledger.filter(({ sequence }) => sequence > cursor).slice(0, limit));
      },
    },
    calls: () => calls,
  };
}

type Count = <T>(value: T) => Promise<T>;

function fakePlayers(known: readonly Player[], count: Count): PlayerStore {
  const byXuid = new Map(known.map((player) => [player.xuid, player]));
  const lists = new Map<string, Map<Xuid, Relation>>();

  function listOf({ xuid, kind }: { xuid: Xuid; kind: RelationKind }): Map<Xuid, Relation> {
    const name = `${kind} ${xuid}`;
    const list = lists.get(name) ?? new Map<Xuid, Relation>();
    lists.set(name, list);
    return list;
  }

  function find(accept: (player: Player) => boolean): Player | undefined {
    return [...byXuid.values()].find(accept);
  }

  function isNamed(gamertag: string): (player: Player) => boolean {
    return (player) => player.gamertag.toLowerCase() === gamertag.toLowerCase();
  }

  return {
    byXuid: (xuid) => count(byXuid.get(xuid)),
    byXuids: (xuids) => count(xuids.flatMap((xuid) => byXuid.get(xuid) ?? [])),
    byGamertag: (gamertag) => count(find(isNamed(gamertag))),
    byIdentity: ({ issuer, subject }) =>
      count(find((player) => player.issuer === issuer && player.subject === subject)),
    list({ after, limit }) {
      const sorted = [...byXuid.values()].sort((a, b) => (a.xuid < b.xuid ? -1 : 1));
      const behind = sorted.filter(({ xuid }) => after === null || xuid > after);
      return count(behind.slice(0, limit));
    },
    create(player) {
      if (byXuid.has(player.xuid) || find(isNamed(player.gamertag))) return count(false);
      byXuid.set(player.xuid, player);
      return count(true);
    },
    update(player) {
      const namesake = find(isNamed(player.gamertag));
      if (!byXuid.has(player.xuid)) return count(false);
      if (namesake !== undefined && namesake.xuid !== player.xuid) return count(false);
      byXuid.set(player.xuid, player);
      return count(true);
    },
    relations: (of) => count([...listOf(of).values()]),
    relation: ({ other, ...of }) => count(listOf(of).get(other)),
    countFollowers(xuid) {
      const isFollower = ([name, list]: [string, Map<Xuid, Relation>]) =>
        name.startsWith('People') && list.has(xuid);
      return count([...lists].filter(isFollower).length);
    },
    async addRelation(of, relation) {
      listOf(of).set(relation.other, relation);
      await count(undefined);
    },
    async removeRelation({ other, ...of }) {
      listOf(of).delete(other);
      await count(undefined);
    },
  };
}

function fakeRecords(ledger: CommittedFact[], count: Count): RecordStore {
  const byKey = new Map<string, StoredRecord>();
  const nameOf = ({ sandbox, xuid, scid }: RecordKey) => `${sandbox} ${xuid} ${scid}`;

  function ofPlayer({ sandbox, xuid }: Omit<RecordKey, 'scid'>): StoredRecord[] {
    const own = [...byKey.values()].filter(
      ({ key }) => key.sandbox === sandbox && key.xuid === xuid,
    );
    const scidOf = ({ key }: StoredRecord): Scid => key.scid;
    return own.sort((a, b) => (scidOf(a) < scidOf(b) ? -1 : 1));
  }

  function playersOf({ sandbox, scid }: Omit<RecordKey, 'xuid'>): Xuid[] {
    const of = [...byKey.values()].filter(
      ({ key }) => key.sandbox === sandbox && key.scid === scid,
    );
    return of.map(({ key }) => key.xuid).sort();
  }

  return {
    read: (key) => count(byKey.get(nameOf(key))),
    ofPlayer: (of) => count(ofPlayer(of)),
    gamerscoreOf: (of) =>
      count(ofPlayer(of).reduce((sum, { totals }) => sum + totals.gamerscore, 0)),
    countPlayers: (of) => count(playersOf(of).length),
    playersOf(of, { after, limit }) {
      const behind = playersOf(of).filter((xuid) => after === null || xuid > after);
      return count(behind.slice(0, limit));
    },
    advance(key, decide) {
      const before = byKey.get(nameOf(key));
      const { record, facts, totals } = decide(before?.record, before?.totals ?? noTotals);
      const isSame = before === undefined ? isEmpty(record) : record === before.record;
      const version = (before?.version ?? 0) + (isSame ? 0 : 1);
      if (isSame) return count({ version, record, facts: [] });
      const { lastPlayedAt } = record;
      byKey.set(nameOf(key), {
        key,
        version,
        totals,
        lastPlayedAt,
        record,
      });
      for (const fact of facts) {
        ledger.push({ ...fact, key, recordVersion: version, sequence: ledger.length + 1 });
      }
      return count({ version, record, facts });
    },
  };
}

function isEmpty({ progress, stats, revoked, events }: PlayerRecord): boolean {
  return progress.size + stats.size + revoked.size === 0 && events === undefined;
}
