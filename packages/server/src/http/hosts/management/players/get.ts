import { getPlayer } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { Players } from '../../../../services/players.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPlayer } from '../../../present/player.ts';

/** One player. */
export function getOperation({ players }: { players: Players }): Operation {
  return operation(getPlayer, async ({ params }) =>
    answer(200, presentPlayer(await players.get(xuid(params.xuid)))),
  );
}
