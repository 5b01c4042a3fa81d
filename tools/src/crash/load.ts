import { type Connection, openConnection } from '../bench/connection.ts';
import type { Chance } from '../stories/chance.ts';
import type { Book, Line } from './book.ts';
import type { World } from './world.ts';

/** How the reports of one server's life ended. */
export type LoadEnd = {
  /** Reports whose answer was due. */
  readonly due: number;
  /** What was answered that should not have been: a status and how often. */
  readonly strange: ReadonlyMap<number, number>;
};

/** Every other report waits up to this long after the answer before it. */
const pauseMsMax = 6;

/** Reports that go on until the server is gone. */
export type CrashLoad = {
  /** Resolves when every connection was lost. */
  readonly ended: Promise<LoadEnd>;
};

/**
 * Reports on many connections at once, each soon after its last report was answered.
 *
 * @param book is told of every answer
 */
export async function startCrashLoad({
  world,
  port,
  connections,
  book,
  chance,
}: {
  world: World;
  port: number;
  connections: number;
  book: Book;
  chance: Chance;
}): Promise<CrashLoad> {
  const strange = new Map<number, number>();
  const lines = new Map<number, Line>();
  const pool: Connection[] = [];
  const lost = new Set<number>();
  const ended = Promise.withResolvers<LoadEnd>();

  function ask(index: number): void {
    const line = lost.has(index) ? undefined : book.take(chance);
    if (line === undefined) return;
    lines.set(index, line);
    pool[index]?.send(reportOf(world, line));
  }

  function take(index: number, status: number): void {
    const line = lines.get(index);
    lines.delete(index);
    if (line !== undefined && status === 200) book.answer(line);
    else strange.set(status, (strange.get(status) ?? 0) + 1);
    // Those who all go on at once would share every commit, and none would be under way at a kill.
    const pauseMs = chance.whole(-pauseMsMax, pauseMsMax);
    if (pauseMs <= 0) ask(index);
    else setTimeout(ask, pauseMs, index).unref();
  }

  function lose(index: number): void {
    lost.add(index);
    if (lost.size === connections) ended.resolve({ due: lines.size, strange });
  }

  for (let index = 0; index < connections; index += 1) {
    pool.push(
      await openConnection(port, {
        onReply: (status) => take(index, status),
        onFailure: () => lose(index),
      }),
    );
  }
  for (let index = 0; index < connections; index += 1) ask(index);
  return { ended: ended.promise };
}

/** The request that a title's service sends: one batch for one player. */
function reportOf({ scid, titleId, authorization }: World, { player, ids, sent }: Line): Buffer {
  const achievements = ids.map((id) => ({ id, percentComplete: sent }));
  const body = JSON.stringify({
    action: 'progressUpdate',
    serviceConfigId: scid,
    titleId,
    userId: player,
    achievements,
  });
  const head = [
    `POST /users/xuid(${player})/achievements/${scid}/update HTTP/1.1`,
    'Host: achievements.xboxlive.com',
    `Authorization: ${authorization}`,
    'x-xbl-contract-version: 2',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
