import { listTitleAchievements } from '@laurel/contract';
import { pageOf, type Title, titleId } from '@laurel/domain';
import type { Clock } from '../../../clock.ts';
import { type AchievementsService, select } from '../../../services/achievements.ts';
import { answer, type Operation, operation, requireAsker } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import { presentLegacyPage } from '../../present/legacy-page.ts';
import type { FiguresOf } from '../../present/reader.ts';
import type { SwitchBoard } from '../../switches.ts';
import { projectionOf } from './contract-version.ts';
import { pagingOf } from './paging.ts';

/** A5: every achievement of an Xbox 360 title, all shown locked. Source: wire contract §2.8 [C]. */
export function titleAchievementsOperation({
  achievements,
  ownerOf,
  figuresOf,
  switches,
  clock,
}: {
  achievements: AchievementsService;
  ownerOf: OwnerOf;
  figuresOf: FiguresOf;
  switches: SwitchBoard;
  clock: Clock;
}): Operation {
  return operation(listTitleAchievements, async (input) => {
    const { query, contractVersion, languages } = input;
    const asker = requireAsker(input);
    const owner = await ownerOf(input.params.user, asker);
    const seen = await achievements.seen(
      { asker, owner },
      { titleIds: [titleId(query.titleId)], generation: 'Xbox360' },
    );
    const selection = {
      types: null,
      unlockedOnly: false,
      possibleOnly: true,
      order: 'Unordered',
      unlockedOnlyIncludesInProgress: false,
    } as const;
    const page = pageOf(
      select(seen, { selection, now: clock.now() }),
      pagingOf(query, switches.current),
    );
    const { hasRarity } = projectionOf(contractVersion);
    const rarityOf = ({ scid }: Title) => figuresOf({ sandbox: asker.sandbox, scid });
    return answer(
      200,
      presentLegacyPage(page, { languages, rarityOf: hasRarity ? rarityOf : null }),
    );
  });
}
