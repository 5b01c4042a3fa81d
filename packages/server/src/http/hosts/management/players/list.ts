import { listPlayers } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { Players } from '../../../../services/players.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPlayer } from '../../../present/player.ts';

/** Players on a page, and at most. */
const pageDefault = 100;
const pageMax = 1000;

/** Players in pages, or the one with a gamertag. */
export function listOperation({ players }: { players: Players }): Operation {
  return operation(listPlayers, async ({ query }) => {
    if (query.gamertag !== undefined) {
      const player = await players.byGamertag(query.gamertag);
      return answer(200, { players: player ? [presentPlayer(player)] : [], next: null });
    }
    const limit = Math.min(query.limit || pageDefault, pageMax);
    const after = query.after === undefined ? null : xuid(query.after);
    const page = await players.list({ after, limit });
    const next = page.length === limit ? (page.at(-1)?.xuid ?? null) : null;
    return answer(200, { players: page.map(presentPlayer), next });
  });
}
