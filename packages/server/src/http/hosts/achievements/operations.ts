import type { Clock } from '../../../clock.ts';
import type { AchievementsService } from '../../../services/achievements.ts';
import type { ProgressService } from '../../../services/progress.ts';
import type { TitleHistoryService } from '../../../services/title-history.ts';
import type { Operation } from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { BodyCache } from '../../present/body-cache.ts';
import type { FiguresOf, ViewsFor } from '../../present/reader.ts';
import type { SwitchBoard } from '../../switches.ts';
import { detailOperation } from './detail.ts';
import { featuredOperation } from './featured.ts';
import { listOperation } from './list.ts';
import { titleAchievementsOperation } from './title-achievements.ts';
import { titleHistoryOperation } from './title-history.ts';
import { updateOperation } from './update.ts';

/** Everything the achievements host answers. */
export function achievementsOperations(rooms: {
  achievements: AchievementsService;
  progress: ProgressService;
  history: TitleHistoryService;
  ownerOf: OwnerOf;
  viewsFor: ViewsFor;
  figuresOf: FiguresOf;
  bodies: BodyCache;
  switches: SwitchBoard;
  clock: Clock;
}): readonly Operation[] {
  return [
    listOperation(rooms),
    detailOperation(rooms),
    updateOperation(rooms),
    titleHistoryOperation(rooms),
    titleAchievementsOperation(rooms),
    featuredOperation(rooms),
  ];
}
