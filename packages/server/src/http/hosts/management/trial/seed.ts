import { seedWorld } from '@laurel/contract';
import { achievementId, xuid } from '@laurel/domain';
import type { WorldSeed } from '../../../../services/world-seed.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { titleOf } from '../players/subject.ts';

/** Lets players be there, with what they have. */
export function seedOperation(seed: WorldSeed): Operation {
  return operation(seedWorld, async ({ body }) => {
    const players = body.players.map((player) => ({
      gamertag: player.gamertag,
      xuid: player.xuid === undefined ? null : xuid(player.xuid),
      locale: player.locale ?? null,
      friends: player.friends ?? [],
      titles: (player.titles ?? []).map(({ progress = {}, stats = {}, ...named }) => ({
        of: titleOf(named),
        progress: new Map(
          Object.entries(progress).map(([id, percent]) => [achievementId(id), percent] as const),
        ),
        stats: new Map(Object.entries(stats)),
      })),
    }));
    return answer(200, { players: await seed(players) });
  });
}
