import { submitReset } from '@laurel/contract';
import { scid, xuid } from '@laurel/domain';
import type { PlayerReset } from '../../../services/player-reset.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';

/** Forgets what a player has in one title; answers the job's id. Source: §11.2 [T]. */
export function submitOperation({ playerReset }: { playerReset: PlayerReset }): Operation {
  return operation(submitReset, async (input) => {
    const of = { xuid: xuid(input.body.userid), scid: scid(input.body.scid) };
    const { id } = await playerReset.submit(requireAsker(input), of);
    return answer(200, id);
  });
}
