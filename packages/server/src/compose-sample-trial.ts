import { openSampleInstance, type SampleInstance } from './compose-sample.ts';
import { arenaPublish, arenaScid, arenaTitleId } from './http/hosts/events/sample-arena.ts';

/** For tests: an instance that listens, with the arena published and two players. */
export type SampleTrial = AsyncDisposable & {
  readonly instance: SampleInstance;
  readonly url: string;
  /** Asks as a player, over a connection. */
  fetch(player: string, path: string, init?: RequestInit): Promise<Response>;
  /** Reports one achievement of the arena. */
  report(player: string, id: string, percent: number): Promise<Response>;
  /** Which percents a player has, by achievement; those at 0 are left out. */
  progressOf(player: string): Promise<Readonly<Record<string, number>>>;
};

/** For tests: the players of a trial. */
export const trialPlayers = { alice: '2533274800000001', bob: '2533274800000002' } as const;

/** For tests. A snapshot "baseline" is kept when everybody is there. */
export async function openSampleTrial(): Promise<SampleTrial> {
  const instance = await openSampleInstance();
  const { port } = await instance.laurel.listen();
  const url = `http://127.0.0.1:${port}`;
  await instance.manage(`POST /titles/${arenaTitleId}/publish`, arenaPublish());
  const tokens = new Map<string, string>();
  for (const player of Object.values(trialPlayers)) {
    // Good for ten years, so that a test may move the clock.
    const wish = { titleId: arenaTitleId, lifetimeSeconds: 315_360_000 };
    tokens.set(player, await instance.authorize(player, wish));
  }
  await instance.manage('PUT /development/snapshots/baseline');

  function ask(player: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      authorization: tokens.get(player) ?? '',
      'x-xbl-contract-version': '2',
      'accept-language': 'en-US',
      ...init.headers,
    };
    return fetch(`${url}${path}`, { ...init, headers });
  }

  return {
    instance,
    url,
    fetch: ask,
    report(player, id, percentComplete) {
      const body = JSON.stringify({
        action: 'progressUpdate',
        serviceConfigId: arenaScid,
        titleId: arenaTitleId,
        userId: player,
        achievements: [{ id, percentComplete }],
      });
      const path = `/achievements/users/xuid(${player})/achievements/${arenaScid}/update`;
      return ask(player, path, { method: 'POST', body });
    },
    async progressOf(player) {
      const path = `/achievements/users/me/achievements?titleId=${arenaTitleId}`;
      const page = Object(await (await ask(player, path)).json());
      const rows: readonly Row[] = page.achievements;
      const percents = rows.map(({ id, progressState, progression }) => {
        const current = Number(progression.requirements[0]?.current ?? 0);
        return [id, progressState === 'Achieved' ? 100 : current] as const;
      });
      return Object.fromEntries(percents.filter(([, percent]) => percent > 0));
    },
    [Symbol.asyncDispose]: () => instance[Symbol.asyncDispose](),
  };
}

type Row = {
  readonly id: string;
  readonly progressState: string;
  readonly progression: { readonly requirements: readonly { readonly current: string | null }[] };
};
