import { createPlayer } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { Players } from '../../../../services/players.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPlayer } from '../../../present/player.ts';
import { changeOf, chosen } from './member.ts';

/** Adds a player. */
export function createOperation({ players }: { players: Players }): Operation {
  return operation(createPlayer, async ({ body }) => {
    const { xuid: id, gamertag, issuer, subject, privacy, ...rest } = body;
    const player = await players.create({
      gamertag,
      ...(id !== undefined && { xuid: xuid(id) }),
      ...(issuer !== undefined && { issuer }),
      ...(subject !== undefined && { subject }),
      ...(privacy !== undefined && { privacy: chosen(privacy) }),
      ...changeOf(rest),
    });
    return answer(201, presentPlayer(player));
  });
}
