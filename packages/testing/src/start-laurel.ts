import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallList, callListOf } from './call-list.ts';
import { clockOf, type TestClock } from './clock.ts';
import { type Faults, faultsOf } from './faults.ts';
import { makePlayer } from './make-player.ts';
import { type Management, managementOf } from './management.ts';
import type { TestPlayer, TitleChoice } from './player.ts';
import { type RunningInstance, startHere, startProcess } from './running-instance.ts';
import { type TestTitle, titleFiles } from './test-title.ts';

/** What a test wants to be there. */
export type LaurelOptions = {
  /** Documents, or files of them with their pictures beside; published at the start. */
  readonly titles?: readonly (string | URL | TestTitle)[];
  /** Whether the sample titles Saltlight and Dune Courier are there. */
  readonly samples?: boolean;
  /** Gamertags of players who are there from the start. Others are made when they are named. */
  readonly players?: readonly string[];
  /** Where titles are published and players play; `RETAIL` where none is named. */
  readonly sandbox?: string;
  /** Where the clock stands; it follows the machine where nothing is said. */
  readonly now?: Date | string;
  /**
   * Whether it runs in this process. It starts sooner, and shares clock mocks, memory and crashes
   * with the tests.
   */
  readonly inProcess?: boolean;
};

/** A real instance, with nobody else in it. */
export type TestLaurel = CallList &
  AsyncDisposable & {
    /** Where it answers: `http://127.0.0.1:<port>`. */
    readonly url: string;
    /** The management key. */
    readonly key: string;
    readonly clock: TestClock;
    readonly faults: Faults;
    /** @param gamertag the same one is the same player */
    player(gamertag: string): TestPlayer;
    /** Calls the management API. */
    readonly manage: Management;
    /** Keeps everything as it is under a name. */
    snapshot(name: string): Promise<void>;
    /** Brings everything back, or what one player had. @param of a gamertag */
    restore(name: string, of?: { readonly player?: string }): Promise<void>;
    /** Everything is as after the start: data, clock, faults, switches and calls. */
    reset(): Promise<void>;
    /** Ends the instance with its data. What is not stopped ends with the tests. */
    stop(): Promise<void>;
  };

/**
 * Starts a real instance in development mode on a free port of this machine, in a process of its
 * own.
 *
 * @throws {Error} by the result, with what is wrong with a title
 */
export async function startLaurel(options: LaurelOptions = {}): Promise<TestLaurel> {
  const data = mkdtempSync(join(tmpdir(), 'laurel-testing-'));
  const sandbox = options.sandbox ?? 'RETAIL';
  try {
    const titles = titleFiles(options.titles ?? [], join(data, 'titles'));
    const order = { data, titles, sandbox, hasSamples: options.samples ?? false };
    const instance = await (options.inProcess ? startHere(order) : startProcess(order));
    const laurel = laurelOf(instance, sandbox);
    if (options.now !== undefined) await laurel.clock.set(options.now);
    for (const gamertag of options.players ?? []) await laurel.player(gamertag).xuid();
    await laurel.snapshot('baseline');
    await laurel.clearCalls();
    return laurel;
  } catch (cause) {
    rmSync(data, { recursive: true, force: true });
    throw cause;
  }
}

function laurelOf({ url, key, stop }: RunningInstance, sandbox: string): TestLaurel {
  const manage = managementOf({ url, key });
  const titleOf = createTitleChoice(manage, sandbox);
  const players = new Map<string, TestPlayer>();
  let xuids = new Map<string, Promise<string>>();

  function xuidOf(gamertag: string): Promise<string> {
    const known = xuids.get(gamertag) ?? seedPlayer(manage, gamertag);
    xuids.set(gamertag, known);
    return known;
  }

  async function restore(name: string, of: { readonly player?: string } = {}): Promise<void> {
    const only = of.player === undefined ? {} : { player: await xuidOf(of.player) };
    await manage('POST', `/development/snapshots/${name}/restore`, only);
    // Who was not there then is made again when named; the xuid follows from the gamertag.
    xuids = new Map();
  }

  return {
    url,
    key,
    manage,
    clock: clockOf(manage),
    faults: faultsOf(manage, xuidOf),
    ...callListOf(manage),
    player(gamertag) {
      const known = players.get(gamertag);
      const player = known ?? makePlayer({ url, manage, sandbox, gamertag, xuidOf, titleOf });
      players.set(gamertag, player);
      return player;
    },
    async snapshot(name) {
      await manage('PUT', `/development/snapshots/${name}`);
    },
    restore,
    async reset() {
      await manage('POST', '/development/reset');
      xuids = new Map();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function seedPlayer(manage: Management, gamertag: string): Promise<string> {
  const { players } = Object(
    await manage('POST', '/development/seed', { players: [{ gamertag }] }),
  );
  return players[0].xuid;
}

type Title = { readonly titleId: number; readonly scid: string };

function createTitleChoice(
  manage: Management,
  sandbox: string,
): (of: TitleChoice) => Promise<Title> {
  return async ({ titleId }) => {
    const { titles } = Object(await manage('GET', '/titles'));
    const published: readonly Title[] = titles.filter(
      ({ published: places }: { published: readonly { sandbox: string }[] }) =>
        places.some((place) => place.sandbox === sandbox),
    );
    const fitting = published.filter((one) => titleId === undefined || one.titleId === titleId);
    const [title] = fitting;
    if (title !== undefined && fitting.length === 1) return title;
    const ids = published.map((one) => one.titleId).join(', ') || 'none';
    throw new Error(
      titleId === undefined
        ? `which title is meant? name one with { titleId }; there are: ${ids}`
        : `titleId ${titleId} is not published in ${sandbox}; there are: ${ids}`,
    );
  };
}
