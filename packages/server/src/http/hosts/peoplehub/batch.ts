import { listDecoratedBatch } from '@laurel/contract';
import { xuid } from '@laurel/domain';
import { requireSelf } from '../../../services/ownership.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import { presentPeopleHub } from '../../present/people.ts';
import type { PeopleHubRooms } from './followed.ts';

/** Any players with their profiles, as the caller relates to them. Source: §9.3 [C]. */
export function batchOperation({ peopleHub, ownerOf, assetBase }: PeopleHubRooms): Operation {
  return operation(listDecoratedBatch, async (input) => {
    const asker = requireAsker(input);
    requireSelf(asker, await ownerOf(input.params.user, asker));
    const found = await peopleHub.some(asker, {
      xuids: input.body.xuids.map(xuid),
      hasDetail: input.params.decorations.includes('detail'),
    });
    return answer(200, presentPeopleHub(found, assetBase));
  });
}
