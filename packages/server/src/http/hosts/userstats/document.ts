import { getStatsDocument } from '@laurel/contract';
import { scid, xuid } from '@laurel/domain';
import type { Stats } from '../../../services/stats.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import { presentStatsDocument } from '../../present/stats.ts';

/** All stats of a player in one title, as one document. Source: wire contract §10.3 [X]. */
export function documentOperation({ stats }: { stats: Stats }): Operation {
  return operation(getStatsDocument, async (input) => {
    const { xuid: owner, scid: id } = input.params;
    const of = { owner: xuid(owner), scid: scid(id), names: null };
    const [stored] = (await stats.one(requireAsker(input), of)).titles;
    return answer(200, presentStatsDocument(stored));
  });
}
