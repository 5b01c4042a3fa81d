import { setPlayerPrivacy } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { Players } from '../../../../services/players.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPlayer } from '../../../present/player.ts';
import { chosen } from './member.ts';

/** Replaces a player's privacy settings. */
export function setPrivacyOperation({ players }: { players: Players }): Operation {
  return operation(setPlayerPrivacy, async ({ params, body }) => {
    const player = await players.change(xuid(params.xuid), { privacy: chosen(body) });
    return answer(200, presentPlayer(player));
  });
}
