import { listPlayerEntries } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import type { Relations } from '../../../../services/relations.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentEntry } from '../../../present/player.ts';
import { kinds } from './entry.ts';

/** A player's people, block or mute list. */
export function listEntriesOperation({ relations }: { relations: Relations }): Operation {
  return operation(listPlayerEntries, async ({ params }) => {
    const of = { xuid: xuid(params.xuid), kind: kinds[params.list] };
    const entries = await relations.list(of);
    return answer(200, { entries: entries.map(presentEntry) });
  });
}
