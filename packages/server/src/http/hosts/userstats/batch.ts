import { batchStats } from '@laurel/contract';
import { scid, titleId, xuid } from '@laurel/domain';
import type { Stats, WantedStats } from '../../../services/stats.ts';
import { answer, type Input, type Operation, operation, requireAsker } from '../../operation.ts';
import { presentStatLists, presentStatUsers } from '../../present/stats.ts';

type StatsAsked = Input<typeof batchStats>['body'];
type ByTitle = Extract<StatsAsked, { xuids: unknown }>;
type ByScid = Extract<StatsAsked, { requestedusers: unknown }>;

/** Stats of several players, in either of two forms. Source: wire contract §10.3 [C][X]. */
export function batchOperation({ stats }: { stats: Stats }): Operation {
  return operation(batchStats, async (input) => {
    const { body } = input;
    const asker = requireAsker(input);
    if ('xuids' in body) {
      const of = { xuids: body.xuids.map(xuid), wanted: wantedByTitle(body) };
      return answer(200, presentStatLists(await stats.many(asker, of), body.groups ?? []));
    }
    const of = { xuids: body.requestedusers.map(xuid), wanted: wantedByScid(body) };
    const scids = body.requestedscids.map((one) => one.scid);
    return answer(200, presentStatUsers(await stats.many(asker, of), scids));
  });
}

function wantedByScid({ requestedscids }: ByScid): readonly WantedStats[] {
  return requestedscids.map((one) => ({
    title: { scid: scid(one.scid) },
    names: one.requestedstats,
  }));
}

/** Stats of the same title are read together. One that names no title is of none. */
function wantedByTitle({ stats }: ByTitle): readonly WantedStats[] {
  const byTitle = new Map<string, { title: WantedStats['title']; names: string[] }>();
  for (const { name, scid: id, titleId: number } of stats ?? []) {
    const known = byTitle.get(id ?? String(number));
    if (known !== undefined) known.names.push(name);
    else if (id !== undefined) byTitle.set(id, { title: { scid: scid(id) }, names: [name] });
    else if (number !== undefined) {
      byTitle.set(String(number), { title: { titleId: titleId(number) }, names: [name] });
    }
  }
  return [...byTitle.values()];
}
