import { getAllStats } from '@laurel/contract';
import { scid } from '@laurel/domain';
import type { Stats } from '../../../services/stats.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentPlayerStats } from '../../present/stats.ts';

/** All stats of a player in one title. Source: wire contract §10.3 [D]. */
export function allOperation({ stats, ownerOf }: { stats: Stats; ownerOf: OwnerOf }): Operation {
  return operation(getAllStats, async (input) => {
    const { user, scid: id } = input.params;
    const asker = requireAsker(input);
    const of = { owner: await ownerOf(user, asker), scid: scid(id), names: null };
    return answer(200, presentPlayerStats(await stats.one(asker, of)));
  });
}
