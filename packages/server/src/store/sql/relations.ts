import type { Instant, Xuid } from '@laurel/domain';
import type { PlayerStore, Relation } from '../store.ts';
import { type Row, readOne, type SqlEngine } from './engine.ts';

const columns = 'other, is_favorite, since';

/** Parameters: xuid, kind. */
const readRelations = `
  select ${columns} from relations
   where xuid = $1 and kind = $2
   order by place`;

/** Parameters: xuid, kind, other. */
const readRelation = `
  select ${columns} from relations
   where xuid = $1 and kind = $2 and other = $3`;

/** Parameters: xuid. */
const countFollowers = `
  select count(*) as followers from relations
   where other = $1 and kind = 'People'`;

/** At the end of the list. Parameters: xuid, kind, other, whether favourite, since. */
const putRelation = `
  insert into relations (xuid, kind, other, is_favorite, since, place)
  values ($1, $2, $3, $4, $5,
          (select 1 + coalesce(max(place), 0) from relations where xuid = $1 and kind = $2))
  on conflict (xuid, kind, other)
  do update set is_favorite = excluded.is_favorite, since = excluded.since`;

/** Parameters: xuid, kind, other. */
const deleteRelation = 'delete from relations where xuid = $1 and kind = $2 and other = $3';

/** Players' lists on an engine. */
export function createRelationStore(
  engine: SqlEngine,
): Pick<
  PlayerStore,
  'relations' | 'relation' | 'countFollowers' | 'addRelation' | 'removeRelation'
> {
  return {
    relations: async ({ xuid, kind }) =>
      (await engine.read([readRelations, xuid, kind])).map(relationOf),
    async relation({ xuid, kind, other }) {
      const row = await readOne(engine, [readRelation, xuid, kind, other]);
      return row && relationOf(row);
    },
    async countFollowers(xuid) {
      const row = await readOne(engine, [countFollowers, xuid]);
      return Number(row?.followers ?? 0);
    },
    addRelation: ({ xuid, kind }, { other, isFavorite, since }) =>
      engine.write([[putRelation, xuid, kind, other, isFavorite ? 1 : 0, since]]),
    removeRelation: ({ xuid, kind, other }) => engine.write([[deleteRelation, xuid, kind, other]]),
  };
}

type RelationRow = {
  readonly other: Xuid;
  readonly is_favorite: number;
  readonly since: Instant;
};

function relationOf(row: Row): Relation {
  const { other, is_favorite, since } = row as unknown as RelationRow;
  return { other, isFavorite: is_favorite === 1, since };
}
