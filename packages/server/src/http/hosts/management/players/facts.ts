import { listPlayerFacts } from '@laurel/contract';
import { retail, sandbox, xuid } from '@laurel/domain';
import type { PlayerLedger } from '../../../../services/player-ledger.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentCommitted } from '../../../present/player.ts';

/** Facts on a page, and at most. */
const pageDefault = 100;
const pageMax = 1000;

/** What became true of a player, newest first. */
export function factsOperation({ ledger }: { ledger: PlayerLedger }): Operation {
  return operation(listPlayerFacts, async ({ params, query }) => {
    const of = { sandbox: sandbox(query.sandbox ?? retail), xuid: xuid(params.xuid) };
    const limit = Math.min(query.limit || pageDefault, pageMax);
    const facts = await ledger.facts(of, { before: query.before ?? null, limit });
    const next = facts.length === limit ? (facts.at(-1)?.sequence ?? null) : null;
    return answer(200, { facts: facts.map(presentCommitted), next });
  });
}
