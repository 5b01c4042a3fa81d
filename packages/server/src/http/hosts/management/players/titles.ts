import { listPlayerTitles } from '@laurel/contract';
import { retail, sandbox, xuid } from '@laurel/domain';
import type { PlayerLedger } from '../../../../services/player-ledger.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentPlayerTitle } from '../../../present/player.ts';

/** Everything a player has in a sandbox. */
export function titlesOperation({ ledger }: { ledger: PlayerLedger }): Operation {
  return operation(listPlayerTitles, async ({ params, query }) => {
    const of = { sandbox: sandbox(query.sandbox ?? retail), xuid: xuid(params.xuid) };
    const titles = await ledger.titles(of);
    return answer(200, { ...of, titles: titles.map(presentPlayerTitle) });
  });
}
