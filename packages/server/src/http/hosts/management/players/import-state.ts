import { importPlayerState } from '@laurel/contract';
import {
  type AchievementId,
  achievementId,
  type Instant,
  latest,
  never,
  type Progress,
  parseInstant,
  quoted,
  type RecordedState,
  Refusal,
} from '@laurel/domain';
import type { Clock } from '../../../../clock.ts';
import type { Support } from '../../../../services/support.ts';
import { answer, type Input, type Operation, operation } from '../../../operation.ts';
import { presentChanged } from '../../../present/player.ts';
import { subjectOf } from './subject.ts';

type Body = Input<typeof importPlayerState>['body'];

/** Takes over what another system recorded of a player in one title. */
export function importStateOperation({
  support,
  clock,
}: {
  support: Support;
  clock: Clock;
}): Operation {
  return operation(importPlayerState, async ({ params, body }) => {
    const state = stateOf(body, clock.now());
    return answer(200, presentChanged(await support.importState(subjectOf(params, body), state)));
  });
}

/** Without a date the player last played at the last unlock; without an unlock, now. */
function stateOf(
  { achievements = [], stats = {}, lastPlayedAt }: Body,
  now: Instant,
): RecordedState {
  const progress = new Map<AchievementId, Progress>();
  const revoked = new Set<AchievementId>();
  let lastUnlock: Instant = never;
  for (const { id, percent, unlockedAt, isRevoked } of achievements) {
    const is = progressOf(percent, unlockedAt);
    if (is.state === 'Achieved') lastUnlock = latest(lastUnlock, is.unlockedAt);
    progress.set(achievementId(id), is);
    if (isRevoked) revoked.add(achievementId(id));
  }
  const played = lastUnlock === never ? now : lastUnlock;
  return {
    progress,
    stats: new Map(Object.entries(stats)),
    revoked,
    lastPlayedAt: lastPlayedAt === undefined ? played : dateOf(lastPlayedAt),
  };
}

function progressOf(percent: number, unlockedAt: string | undefined): Progress {
  if (percent === 0) return { state: 'NotStarted', percent };
  if (percent < 100 || unlockedAt === undefined) return { state: 'InProgress', percent };
  return { state: 'Achieved', percent: 100, unlockedAt: dateOf(unlockedAt) };
}

/** @throws {Refusal} `InvalidBody` for the 30th of February and its like */
function dateOf(text: string): Instant {
  const date = parseInstant(text);
  if (date !== undefined) return date;
  throw new Refusal('InvalidBody', `${quoted(text)} is not a date`);
}
