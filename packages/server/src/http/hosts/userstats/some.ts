import { getStats } from '@laurel/contract';
import { scid } from '@laurel/domain';
import type { Stats } from '../../../services/stats.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentPlayerStats } from '../../present/stats.ts';

/** Some stats of a player in one title. Source: wire contract §10.3 [D][C][X]. */
export function someOperation({ stats, ownerOf }: { stats: Stats; ownerOf: OwnerOf }): Operation {
  return operation(getStats, async (input) => {
    const { user, scid: id, names } = input.params;
    const asker = requireAsker(input);
    const of = { owner: await ownerOf(user, asker), scid: scid(id), names };
    return answer(200, presentPlayerStats(await stats.one(asker, of)));
  });
}
