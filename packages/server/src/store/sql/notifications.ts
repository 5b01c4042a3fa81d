import type { Endpoint, NotificationStore } from '../store.ts';
import { type Row, readOne, type SqlEngine } from './engine.ts';

const columns =
  'id, xuid, title_id, system_id, locale, platform, transport, wants_unlocks, registered_at';

/** The latest first. Parameters: xuid, title. */
const readEndpoints = `
  select ${columns} from endpoints
   where xuid = $1 and title_id = $2
   order by registered_at desc, id`;

/** Parameters: those of an endpoint. */
const putEndpoint = `
  insert into endpoints (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (xuid, title_id, system_id)
  do update set id = excluded.id, locale = excluded.locale, platform = excluded.platform,
                transport = excluded.transport, wants_unlocks = excluded.wants_unlocks,
                registered_at = excluded.registered_at`;

/** All but the latest of a player. Parameters: xuid, how many stay. */
const dropOldest = `
  delete from endpoints
   where xuid = $1
     and id not in (select id from endpoints where xuid = $1
                     order by registered_at desc, id limit $2)`;

/** A guard. Parameters: id, xuid. */
const deleteEndpoint = 'delete from endpoints where id = $1 and xuid = $2';

/** Parameters: xuid, sandbox, scid. */
const readAnnounced = `
  select sequence from announcements
   where xuid = $1 and sandbox = $2 and scid = $3`;

/**
 * A guard: changes nothing where as much was announced. Parameters: xuid, sandbox, scid, sequence.
 */
const putAnnounced = `
  insert into announcements (xuid, sandbox, scid, sequence) values ($1, $2, $3, $4)
  on conflict (xuid, sandbox, scid)
  do update set sequence = excluded.sequence where announcements.sequence < excluded.sequence`;

/** Endpoints and announcements on an engine. */
export function createNotificationStore(engine: SqlEngine): NotificationStore {
  return {
    endpointsOf: async ({ xuid, titleId }) =>
      (await engine.read([readEndpoints, xuid, titleId])).map(endpointOf),
    putEndpoint: (endpoint, { perPlayerMax }) =>
      engine.write([
        [
          putEndpoint,
          endpoint.id,
          endpoint.xuid,
          endpoint.titleId,
          endpoint.systemId,
          endpoint.locale,
          endpoint.platform,
          endpoint.transport,
          endpoint.wantsUnlocks ? 1 : 0,
          endpoint.registeredAt,
        ],
        [dropOldest, endpoint.xuid, perPlayerMax],
      ]),
    removeEndpoint: ({ id, xuid }) => engine.writeIf([[deleteEndpoint, id, xuid]]),
    async announcedUpTo({ xuid, sandbox, scid }) {
      const row = await readOne(engine, [readAnnounced, xuid, sandbox, scid]);
      return Number(row?.sequence ?? 0);
    },
    announce: ({ xuid, sandbox, scid }, sequence) =>
      engine.writeIf([[putAnnounced, xuid, sandbox, scid, sequence]]),
  };
}

type EndpointRow = {
  readonly id: string;
  readonly xuid: Endpoint['xuid'];
  readonly title_id: Endpoint['titleId'];
  readonly system_id: string;
  readonly locale: string;
  readonly platform: string;
  readonly transport: string;
  readonly wants_unlocks: number;
  readonly registered_at: Endpoint['registeredAt'];
};

function endpointOf(row: Row): Endpoint {
  const endpoint = row as unknown as EndpointRow;
  return {
    id: endpoint.id,
    xuid: endpoint.xuid,
    titleId: endpoint.title_id,
    systemId: endpoint.system_id,
    locale: endpoint.locale,
    platform: endpoint.platform,
    transport: endpoint.transport,
    wantsUnlocks: endpoint.wants_unlocks === 1,
    registeredAt: endpoint.registered_at,
  };
}
