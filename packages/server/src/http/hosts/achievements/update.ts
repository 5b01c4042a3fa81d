import { updateAchievements } from '@laurel/contract';
import {
  type AchievementId,
  achievementId,
  instant,
  type Progress,
  quoted,
  Refusal,
  type Report,
  type Scid,
  scid,
  titleId,
  type Xuid,
} from '@laurel/domain';
import { andThen } from '../../../and-then.ts';
import { HeadMemo } from '../../../head-memo.ts';
import { ownText } from '../../../own-text.ts';
import { RecentMap } from '../../../recent-map.ts';
import type { ProgressService, Reported } from '../../../services/progress.ts';
import type { WireAnswer } from '../../exchange.ts';
import {
  answerEmpty,
  answerText,
  type Input,
  type Operation,
  operation,
  requireAsker,
} from '../../operation.ts';
import type { OwnerOf } from '../../owner.ts';
import type { SwitchBoard } from '../../switches.ts';

/** A3: a report of progress. Source: wire contract §5. */
export function updateOperation({
  progress,
  ownerOf,
  switches,
}: {
  progress: ProgressService;
  ownerOf: OwnerOf;
  switches: SwitchBoard;
}): Operation {
  const scids = new HeadMemo<Scid>();

  function report(input: Input<typeof updateAchievements>, owner: Xuid) {
    const { params, body, request } = input;
    refuseUnlessConsistent(input, owner);
    const reported = progress.report({
      asker: requireAsker(input),
      owner,
      scid: scids.orKeep(request, () => scid(params.scid)),
      titleId: body.titleId === undefined ? null : titleId(body.titleId),
      reports: body.achievements.map(reportOf),
      requireTitleClaim: switches.current.requireTitleClaimForUpdate,
    });
    return andThen(reported, answerOf);
  }

  function answerOf(reported: Reported): WireAnswer {
    // Nothing advanced. XSAPI reads 304 as "already have it"; a body here hangs some proxies. [X]
    if (!reported.advanced && !switches.current.notModifiedAs200) return answerEmpty(304);
    return answerText(200, presentReported(reported));
  }

  return operation(updateAchievements, (input) => {
    const owner = ownerOf(input.params.user, requireAsker(input));
    return andThen(owner, (known) => report(input, known));
  });
}

type ReportedLine = Input<typeof updateAchievements>['body']['achievements'][number];

function reportOf({ id, percentComplete, count, earnedAt }: ReportedLine): Report {
  const report = { achievementId: achievementId(id), percent: percentComplete };
  if (count === undefined && earnedAt === undefined) return report;
  return {
    ...report,
    ...(count !== undefined && { count }),
    ...(earnedAt !== undefined && { earnedAt: instant(earnedAt) }),
  };
}

/** The body repeats what the path says. Source: wire contract §5.1 [I]. */
function refuseUnlessConsistent(
  { params, body }: Input<typeof updateAchievements>,
  owner: Xuid,
): void {
  if (body.serviceConfigId !== params.scid) {
    throw new Refusal(
      'InvalidBody',
      `serviceConfigId must equal the path's ${quoted(params.scid)}; got ${quoted(body.serviceConfigId)}`,
    );
  }
  if (body.userId !== owner) {
    throw new Refusal(
      'NotYourProgress',
      `userId must equal the path's ${quoted(owner)}; got ${quoted(body.userId)}`,
    );
  }
}

/** Achievements whose texts are kept; of each there are a hundred at most. */
const achievementsKeptMax = 128;

/** What is told of one achievement in progress, by its percent: nearly all are told that. */
const inProgressTexts = new RecentMap<AchievementId, string[]>(achievementsKeptMax);

function presentReported({ standings }: Reported): string {
  const [one] = standings;
  const isOne = standings.length === 1 && one?.progress.state === 'InProgress';
  if (!isOne) return presentStandings(standings);
  const { achievementId: id, progress } = one;
  let texts = inProgressTexts.get(id);
  if (texts === undefined) {
    texts = [];
    inProgressTexts.set(ownText(id) as AchievementId, texts);
  }
  texts[progress.percent] ??= ownText(presentStandings(standings));
  return texts[progress.percent] ?? '';
}

/** As text, for no character of an id is to be escaped. */
function presentStandings(standings: Reported['standings']): string {
  let text = '';
  for (const { achievementId: id, progress } of standings) {
    const { percent, state } = progress;
    text += text === '' ? '{"achievements":[{"id":"' : ',{"id":"';
    text += `${id}","percentComplete":${percent}${endings[state]}`;
  }
  return text === '' ? '{"achievements":[]}' : `${text}]}`;
}

const endings: Readonly<Record<Progress['state'], string>> = {
  NotStarted: ',"progressState":"NotStarted"}',
  InProgress: ',"progressState":"InProgress"}',
  Achieved: ',"progressState":"Achieved"}',
};
