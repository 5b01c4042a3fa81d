import {
  type AchievementId,
  emptyRecord,
  never,
  type Occasion,
  type PlayerRecord,
  type Progress,
  progressOn,
  quoted,
  Refusal,
  type Report,
  reportProgress,
  type Scid,
  type Title,
  type TitleId,
  type Totals,
  totalsAfter,
  type Xuid,
} from '@laurel/domain';
import { andThen } from '../and-then.ts';
import type { Asker } from '../asker.ts';
import type { Clock } from '../clock.ts';
import type { RecordStore, Verdict } from '../store/store.ts';
import { requireTitleAccess, type TitleLookup } from './title-access.ts';

/** What a title reports about one player. */
export type ProgressReport = {
  readonly asker: Asker;
  readonly owner: Xuid;
  readonly scid: Scid;
  /** As the body says; `null` when it says nothing. */
  readonly titleId: TitleId | null;
  readonly reports: readonly Report[];
  readonly requireTitleClaim: boolean;
};

/** How far each reported achievement is now. */
export type Reported = {
  /** Whether anything rose. */
  readonly advanced: boolean;
  readonly standings: readonly { achievementId: AchievementId; progress: Progress }[];
};

/** Takes reports of progress. */
export type ProgressService = {
  /**
   * Records a batch whole or not at all; answered when it is durable.
   *
   * @throws {Refusal} at once or by the result: `NotYourProgress`, `UnknownServiceConfig`,
   *   `TitleNotAllowed`, `TitleClaimRequired`, and what `reportProgress` of the domain refuses
   */
  report(report: ProgressReport): Promise<Reported> | Reported;
};

/** Source: wire contract §5 [D][I]. */
export function createProgressService({
  records,
  titles,
  players,
  clock,
}: {
  records: Pick<RecordStore, 'advance'>;
  titles: TitleLookup;
  players: { exists(xuid: Xuid): Promise<boolean> };
  clock: Clock;
}): ProgressService {
  function record(title: Title, { asker, owner, scid, reports }: ProgressReport) {
    const now = clock.now();
    const source = asker.kind === 'TitleServer' ? 'TitleServer' : 'Title';
    const occasion: Occasion = { earnedAt: now, receivedAt: now, source };
    let advanced = false;
    const decide = (before: PlayerRecord | undefined, totals: Totals): Verdict => {
      const known = before ?? emptyRecord(never);
      const { record, facts } = reportProgress(title, known, { reports, occasion });
      advanced = before === undefined ? facts.length > 0 : record !== before;
      return { record, facts, totals: totalsAfter(title, totals, facts) };
    };
    const kept = records.advance({ sandbox: asker.sandbox, xuid: owner, scid }, decide);
    return andThen(kept, ({ record }) => ({ advanced, standings: standingsOn(record, reports) }));
  }

  return {
    report(report) {
      const { asker, owner } = report;
      refuseUnlessReporter(asker, owner);
      const title = titleToReport(titles, report);
      if (asker.kind !== 'TitleServer') return record(title, report);
      return players.exists(owner).then((exists) => {
        if (!exists) {
          throw new Refusal('UnknownPlayer', `there is no player with xuid ${quoted(owner)}`);
        }
        return record(title, report);
      });
    },
  };
}

function refuseUnlessReporter(asker: Asker, owner: Xuid): void {
  if (asker.kind === 'TitleServer') return;
  if (asker.xuid === null) throw new Refusal('NoUserClaim', 'the token names no player');
  if (asker.xuid === owner) return;
  throw new Refusal(
    'NotYourProgress',
    `player ${asker.xuid} may not report progress for player ${owner}`,
  );
}

/** The title of that service configuration, if the asker may report for it. */
function titleToReport(
  titles: TitleLookup,
  { asker, scid, titleId, requireTitleClaim }: ProgressReport,
): Title {
  const title = titles.byScid(asker.sandbox, scid);
  if (title === undefined) {
    throw new Refusal(
      'UnknownServiceConfig',
      `service configuration ${quoted(scid)} is not published in sandbox ${asker.sandbox}`,
    );
  }
  if (titleId !== null && titleId !== title.titleId) {
    throw new Refusal(
      'TitleNotAllowed',
      `titleId ${titleId} is not associated with service configuration ${scid}`,
    );
  }
  requireTitleAccess(asker, title);
  const isOther = asker.titleId !== null && asker.titleId !== title.titleId;
  if (isOther || (requireTitleClaim && asker.titleId === null)) {
    throw new Refusal(
      'TitleNotAllowed',
      `the caller's token is not for titleId ${title.titleId}, so it may not report its progress`,
    );
  }
  return title;
}

function standingsOn(record: PlayerRecord, reports: readonly Report[]): Reported['standings'] {
  const ids = reports.map(({ achievementId }) => achievementId);
  const each = ids.length === 1 ? ids : [...new Set(ids)];
  return each.map((achievementId) => ({
    achievementId,
    progress: progressOn(record, achievementId),
  }));
}
