import { listTitles } from '@laurel/contract';
import type { Catalog } from '../../../../services/catalog.ts';
import { answer, type Operation, operation } from '../../../operation.ts';
import { presentTitle } from '../../../present/title-admin.ts';

/** Every title, published or not. */
export function listOperation({ catalog }: { catalog: Pick<Catalog, 'titles'> }): Operation {
  return operation(listTitles, async () => {
    const titles = await catalog.titles();
    return answer(200, { titles: titles.map(presentTitle) });
  });
}
