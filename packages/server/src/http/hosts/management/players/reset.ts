import { resetPlayer } from '@laurel/contract';
import type { Support } from '../../../../services/support.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentChanged } from '../../../present/player.ts';
import { subjectOf } from './subject.ts';

/** Forgets what a player has in one title. */
export function resetOperation({ support }: { support: Support }): Operation {
  return operation(resetPlayer, async ({ params, body }) => {
    const changed = await support.reset(subjectOf(params, body), body.reason ?? null);
    return answer(200, presentChanged(changed));
  });
}
