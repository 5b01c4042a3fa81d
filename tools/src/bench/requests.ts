import type { Workload } from './load.ts';

/** A player with a token, as the seed wrote it. */
export type BenchPlayer = { readonly xuid: string; readonly authorization: string };

/** What the seed made. */
export type World = {
  readonly titleId: number;
  readonly scid: string;
  /** Ids of two digits that every player has in progress, at `startPercent`. */
  readonly rising: readonly string[];
  readonly startPercent: number;
  readonly players: readonly BenchPlayer[];
  /** Players who send events, with tokens that are of no title. */
  readonly eventPlayers: readonly BenchPlayer[];
  /** Stored entries: achievements that players have begun. */
  readonly entries: number;
};

const host = 'achievements.xboxlive.com';

/** The headers that the platform's own client sends. */
function headOf(line: string, { authorization }: BenchPlayer, bodyBytes: number | null): string {
  const length = bodyBytes === null ? '' : `Content-Length: ${bodyBytes}\r\n`;
  return [
    `${line} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: ${authorization}`,
    'x-xbl-contract-version: 2',
    'Content-Type: application/json; charset=utf-8',
    'Accept-Language: en-US,en',
    'User-Agent: XboxServicesAPI/2025.10.20251000.0 c',
    `${length}\r\n`,
  ].join('\r\n');
}

/** The page of fifty that the lists ask for. */
export function listRequest({ titleId }: World, player: BenchPlayer): Buffer {
  const path = `/users/xuid(${player.xuid})/achievements?titleId=${titleId}&maxItems=100`;
  return Buffer.from(headOf(`GET ${path}`, player, null));
}

/** One achievement of a player. */
export function detailRequest({ scid, rising }: World, player: BenchPlayer): Buffer {
  const path = `/users/xuid(${player.xuid})/achievements/${scid}/${rising[0]}`;
  return Buffer.from(headOf(`GET ${path}`, player, null));
}

/** Requests that are the same each time, players in turn for ever. */
export function inTurn(requests: readonly Buffer[], accepts: Workload['accepts']): Workload {
  let turn = 0;
  return {
    next() {
      const request = requests[turn % requests.length];
      turn += 1;
      return request ?? null;
    },
    accepts,
  };
}

/** As `inTurn`, and ends after that many requests. */
export function limited(workload: Workload, requestsMax: number): Workload {
  let left = requestsMax;
  return {
    next() {
      left -= 1;
      return left < 0 ? null : workload.next();
    },
    accepts: workload.accepts,
  };
}

/** Updates for the players of one store, made once and changed in place. */
export type Updates = {
  /** Each raises a player's progress, and none is ever sent twice. It goes on where it stopped. */
  readonly rising: Workload;
  /** The same bytes to the same path, but nothing rises: answered 304. */
  readonly repeated: Workload;
  /** As `rising`, for a server that knows nothing and answers 200. */
  readonly unchecked: Workload;
};

const idMark = '##';
/** JSON allows blanks before a number, so every update has the same length. */
const percentMark = '@@@';

/** One update of one player. */
export function updateRequest(
  world: World,
  player: BenchPlayer,
  { id, percent }: { id: string; percent: number },
): Buffer {
  return batchRequest(world, player, [{ id, percent }]);
}

/** One update of several achievements of a player. */
export function batchRequest(
  { titleId, scid }: World,
  player: BenchPlayer,
  reports: readonly { readonly id: string; readonly percent: number }[],
): Buffer {
  const body = JSON.stringify({
    action: 'progressUpdate',
    serviceConfigId: scid,
    titleId,
    userId: player.xuid,
    achievements: reports.map(({ id, percent }) => ({ id, percentComplete: percent })),
  });
  const line = `POST /users/xuid(${player.xuid})/achievements/${scid}/update`;
  return Buffer.from(headOf(line, player, body.length) + body);
}

type Update = { readonly request: Buffer; readonly idAt: number; readonly percentAt: number };

/** Builds one request for each player. */
export function createUpdates(world: World): Updates {
  const updates = world.players.map((player) => updateOf(world, player));
  const turns = { rising: 0, repeated: 0, unchecked: 0 };

  function next(kind: keyof typeof turns): Buffer | null {
    const turn = turns[kind];
    turns[kind] += 1;
    const update = updates[turn % updates.length];
    if (update === undefined) return null;
    const step = Math.floor(turn / updates.length);
    const id = world.rising[step % world.rising.length] ?? '';
    const rise = kind === 'repeated' ? 0 : Math.floor(step / world.rising.length) + 1;
    const percent = world.startPercent + rise;
    if (percent > 100) throw new Error('every update has been sent; nothing is left to rise');
    update.request.write(id, update.idAt, 'latin1');
    update.request.write(String(percent).padStart(3), update.percentAt, 'latin1');
    return update.request;
  }

  return {
    rising: { next: () => next('rising'), accepts: (status) => status === 200 },
    repeated: { next: () => next('repeated'), accepts: (status) => status === 304 },
    unchecked: { next: () => next('unchecked'), accepts: (status) => status === 200 },
  };
}

function updateOf({ titleId, scid }: World, player: BenchPlayer): Update {
  const body =
    `{"action":"progressUpdate","serviceConfigId":"${scid}","titleId":${titleId},` +
    `"userId":"${player.xuid}","achievements":[{"id":"${idMark}","percentComplete":${percentMark}}]}`;
  const line = `POST /users/xuid(${player.xuid})/achievements/${scid}/update`;
  const request = Buffer.from(headOf(line, player, body.length) + body);
  return {
    request,
    idAt: request.lastIndexOf(idMark),
    percentAt: request.lastIndexOf(percentMark),
  };
}
