import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  achievementIds,
  benchScid,
  benchTitleDocument,
  benchTitleId,
} from '../bench/bench-title.ts';
import { serveEnvironment } from '../bench/serve-environment.ts';
import { createInstance, type Instance } from '../conformance/instance.ts';
import type { Json, JsonObject } from '../conformance/json.ts';
import { createWire, type Wire } from '../conformance/wire.ts';
import { type Book, createBook, type Standing } from './book.ts';
import type { ServerStart } from './server.ts';

const firstXuid = 2_533_274_800_000_001n;

/** One data directory and what was sent to the servers that ran on it. */
export type World = {
  readonly start: ServerStart;
  /** The directory of the data. */
  readonly data: string;
  readonly titleId: number;
  readonly scid: string;
  /** What reports are sent with, once the title is published. */
  authorization: string;
  readonly book: Book;
};

/** @param directory is made, for this world alone */
export function createWorld(directory: string): World {
  const data = join(directory, 'data');
  mkdirSync(data, { recursive: true });
  const environment = {
    ...serveEnvironment({ data, port: 0 }),
    LAUREL_RATE_LIMITS: 'off',
    LAUREL_LOG_LEVEL: 'warn',
  };
  return {
    start: { environment, log: join(directory, 'server.log') },
    data,
    titleId: benchTitleId,
    scid: benchScid,
    authorization: '',
    book: createBook(achievementIds),
  };
}

/** What a server of this world is asked, apart from the load. */
export type Inquiry = AsyncDisposable & {
  /** Publishes the title and makes the key of its service, where that was not done before. */
  prepare(): Promise<void>;
  /** Adds players until there are that many lines that can rise. */
  recruit(linesMin: number): Promise<void>;
  /** How far a player is on every achievement of the title. */
  standings(player: string): Promise<ReadonlyMap<string, Standing>>;
};

/** Asks a server over HTTP, as anyone would. */
export function inquire(world: World, url: URL): Inquiry {
  const wire = createWire(url);
  const instance = createInstance(wire, world.start.environment.LAUREL_MANAGEMENT_KEY ?? '');
  return {
    prepare: () => prepare(world, instance),
    recruit: (linesMin) => recruit(world, instance, linesMin),
    standings: (player) => standingsOf(world, wire, player),
    [Symbol.asyncDispose]: () => wire[Symbol.asyncDispose](),
  };
}

async function prepare(world: World, instance: Instance): Promise<void> {
  if (world.authorization !== '') return;
  const { titleId } = world;
  const document = benchTitleDocument() as JsonObject;
  const path = `/titles/${titleId}`;
  const body = { document, sandbox: 'RETAIL', note: 'for the crash run', accept: [] };
  await instance.call({ method: 'POST', path: `${path}/publish`, body });
  const label = { label: 'crash run' };
  const made = await instance.call({ method: 'POST', path: `${path}/keys`, body: label });
  world.authorization = `Bearer ${(made as { key: string }).key}`;
}

async function recruit({ book }: World, instance: Instance, linesMin: number): Promise<void> {
  while (book.open < linesMin) {
    const player = String(firstXuid + BigInt(book.players().length));
    const body = { xuid: player, gamertag: `Crash ${player.slice(-6)}` };
    await instance.call({ method: 'POST', path: '/players', body });
    book.recruit(player);
  }
}

async function standingsOf(
  { titleId, authorization }: World,
  wire: Wire,
  player: string,
): Promise<ReadonlyMap<string, Standing>> {
  const { status, body } = await wire.send({
    method: 'GET',
    host: 'achievements.xboxlive.com',
    path: `/users/xuid(${player})/achievements?titleId=${titleId}&maxItems=1000`,
    headers: { authorization, 'x-xbl-contract-version': '2' },
    body: null,
  });
  if (status !== 200) throw new Error(`the list of player ${player} was answered ${status}`);
  const page: { achievements: readonly Listed[] } = JSON.parse(body.toString());
  return new Map(page.achievements.map((listed) => [listed.id, standingOf(listed)]));
}

/** What is read of an achievement in a list. */
type Listed = {
  readonly id: string;
  readonly progressState: Json;
  readonly progression: {
    readonly requirements: readonly { readonly current: string | null }[];
    readonly timeUnlocked: string;
  };
};

function standingOf({ progressState, progression }: Listed): Standing {
  const isUnlocked = progressState === 'Achieved';
  const current = Number(progression.requirements[0]?.current ?? 0);
  return {
    percent: isUnlocked ? 100 : current,
    unlockedAt: isUnlocked ? progression.timeUnlocked : null,
  };
}
