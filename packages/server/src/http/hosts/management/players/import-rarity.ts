import { importRarity } from '@laurel/contract';
import { achievementId, titleId } from '@laurel/domain';
import type { Rarity } from '../../../../services/rarity.ts';
import type { Support } from '../../../../services/support.ts';
import { answerEmpty, type Operation, operation } from '../../../operation.ts';
import { titleOf } from './subject.ts';

/** Takes over how rare the achievements of a title are. */
export function importRarityOperation({
  support,
  rarity,
}: {
  support: Pick<Support, 'titleOf'>;
  rarity: Pick<Rarity, 'importFigures'>;
}): Operation {
  return operation(importRarity, async ({ params, body }) => {
    const of = titleOf({ sandbox: body.sandbox, titleId: titleId(params.titleId) });
    const title = support.titleOf(of);
    const figures = body.figures.map(({ achievementId: id, percentage }) => ({
      achievementId: achievementId(id),
      percentage,
    }));
    await rarity.importFigures({ sandbox: of.sandbox, title }, figures);
    return answerEmpty(204);
  });
}
