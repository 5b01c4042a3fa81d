import { changePlayer } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { Players } from '../../../../services/players.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPlayer } from '../../../present/player.ts';
import { changeOf } from './member.ts';

/** Changes a player. */
export function changeOperation({ players }: { players: Players }): Operation {
  return operation(changePlayer, async ({ params, body }) => {
    const { gamertag, ...rest } = body;
    const change = { ...changeOf(rest), ...(gamertag !== undefined && { gamertag }) };
    return answer(200, presentPlayer(await players.change(xuid(params.xuid), change)));
  });
}
