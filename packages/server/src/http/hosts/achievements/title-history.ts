import { listTitleHistory } from '@laurel/contract';
import { pageOf, type Title, titleId } from '@laurel/domain';
import type {
  HistoryOrder,
  PlayedTitleSummary,
  TitleHistoryService,
} from '../../../services/title-history.ts';
import { answer, type Input, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { FiguresOf } from '../../present/reader.ts';
import { presentHistory, presentLegacyHistory } from '../../present/title-history.ts';
import type { SwitchBoard } from '../../switches.ts';
import { pagingOf } from './paging.ts';

type HistoryInput = Input<typeof listTitleHistory>;

/** A4: the titles a player has played. Source: wire contract §2.7 [C]. */
export function titleHistoryOperation({
  history,
  ownerOf,
  figuresOf,
  switches,
}: {
  history: TitleHistoryService;
  ownerOf: OwnerOf;
  figuresOf: FiguresOf;
  switches: SwitchBoard;
}): Operation {
  return operation(listTitleHistory, async (input) => {
    const { query, contractVersion, languages } = input;
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const generations = generationsOf(contractVersion);
    const isModern = contractVersion === 2 || contractVersion === 4;
    const summaries = await history.of(
      { asker, owner },
      {
        titleIds: query.titleId?.map(titleId) ?? null,
        generations,
        order: orderOf(input, isModern),
      },
    );
    const page = pageOf(
      isModern ? summaries : summaries.filter((summary) => isOfKind(summary, query)),
      pagingOf(query, switches.current),
    );
    if (isModern) return answer(200, presentHistory(page, { languages }));
    const figures = ({ scid }: Title) => figuresOf({ sandbox: asker.sandbox, scid });
    const rarityOf = contractVersion === 3 ? figures : null;
    return answer(200, presentLegacyHistory(page, { languages, rarityOf }));
  });
}

/** 3 shows both generations in the legacy shape; 5 was seen empty for modern titles. §2.3 [C] */
function generationsOf(contractVersion: number): readonly Title['generation'][] {
  if (contractVersion === 2 || contractVersion === 4) return ['Modern'];
  return contractVersion === 3 ? ['Modern', 'Xbox360'] : ['Xbox360'];
}

function orderOf({ query }: HistoryInput, isModern: boolean): HistoryOrder {
  if (query.orderBy === 'UnlockTime' || query.orderBy === 'LastPlayed') return query.orderBy;
  if (query.orderBy === 'Title' || query.orderBy === 'TitleId') return 'TitleId';
  return isModern ? 'TitleId' : 'LastPlayed';
}

/** The filters that only the legacy shape has. */
function isOfKind(
  { title: { legacy } }: PlayedTitleSummary,
  { platforms, types }: HistoryInput['query'],
): boolean {
  if (legacy === null) return true;
  if (types !== undefined && !types.includes(legacy.titleType)) return false;
  return platforms === undefined || legacy.platforms.some((one) => platforms.includes(one));
}
