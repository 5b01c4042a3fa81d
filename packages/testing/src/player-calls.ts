import { httpCall } from './http-call.ts';
import type { PlayerParts, TestPlayer, TitleChoice } from './player.ts';

/** What a player does. */
type Calling = Pick<TestPlayer, 'authorization' | 'fetch' | 'report' | 'unlock'>;

/** Tokens are good for ten years, so that a test may move the clock. */
const lifetimeSeconds = 315_360_000;

/** Tests that put another `fetch` in place do not mean this one. */
const send = globalThis.fetch;

/** @returns what the player does; a token is made when first needed, one for each title */
export function callingOf(parts: PlayerParts): Calling {
  const { gamertag, manage, sandbox, titleOf, url, xuidOf } = parts;
  const tokens = new Map<string, Promise<string>>();

  function authorization({ titleId }: TitleChoice = {}): Promise<string> {
    const name = String(titleId);
    const known = tokens.get(name) ?? makeToken(titleId);
    tokens.set(name, known);
    return known;
  }

  async function makeToken(titleId: number | undefined): Promise<string> {
    const wish = { kind: 'xsts', xuid: await xuidOf(gamertag), sandbox, lifetimeSeconds };
    const made = await manage('POST', '/development/tokens', { ...wish, titleId: titleId ?? null });
    const { token, userHash } = Object(made);
    return `XBL3.0 x=${userHash};${token}`;
  }

  async function report(id: string, percent: number, of: TitleChoice = {}): Promise<void> {
    const { titleId, scid } = await titleOf(of);
    const userId = await xuidOf(gamertag);
    const update = {
      action: 'progressUpdate',
      serviceConfigId: scid,
      titleId,
      userId,
      achievements: [{ id, percentComplete: percent }],
    };
    const path = `/achievements/users/xuid(${userId})/achievements/${scid}/update`;
    const headers = {
      authorization: await authorization({ titleId }),
      'x-xbl-contract-version': '2',
      // It is the test's own call, and not one of the game.
      'x-laurel-unlogged': '1',
    };
    const init = { method: 'POST', headers, body: JSON.stringify(update) };
    const { status, text } = await httpCall(`${url}${path}`, init);
    if (status === 200 || status === 304) return;
    throw new Error(`achievement ${id} was not reported: ${status} ${text.slice(0, 300)}`);
  }

  return {
    authorization,
    report,
    unlock: (id, of) => report(id, 100, of),
    async fetch(path, init = {}) {
      const headers = new Headers({ 'x-xbl-contract-version': '2', 'accept-language': 'en-US' });
      headers.set('authorization', await authorization());
      for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
      return send(`${url}${path}`, { ...init, headers });
    },
  };
}
