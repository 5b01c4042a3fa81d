import {
  type Instant,
  type PlayerRecord,
  possibleTotals,
  type Sandbox,
  type Scid,
  type Title,
  type TitleId,
  type Totals,
} from '@laurel/domain';
import type { RecordStore } from '../store/store.ts';
import type { Reading } from './achievements.ts';
import type { Privacy } from './privacy.ts';
import { maySeeTitle } from './title-access.ts';

/** A title a player has played, with what was earned there and what could be. */
export type PlayedTitleSummary = {
  readonly title: Title;
  readonly totals: Totals;
  readonly possible: { readonly achievements: number; readonly gamerscore: number };
  readonly lastPlayedAt: Instant;
  /** How many writes the record has seen; a legacy shape shows it as `sequence`. */
  readonly version: number;
  readonly record: PlayerRecord;
};

/** The orders of a title history. Source: wire contract §2.7 [C]. */
export type HistoryOrder = 'TitleId' | 'UnlockTime' | 'LastPlayed';

/** What part of a history is wanted. */
export type HistorySelection = {
  readonly titleIds: readonly TitleId[] | null;
  readonly generations: readonly Title['generation'][];
  readonly order: HistoryOrder;
};

/** Reads the titles a player has played. */
export type TitleHistoryService = {
  /** @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer` */
  of(reading: Reading, selection: HistorySelection): Promise<readonly PlayedTitleSummary[]>;
};

/** Source: wire contract §2.7. Only played titles appear: a history, not a library. */
export function createTitleHistoryService({
  records,
  titles,
  privacy,
}: {
  records: Pick<RecordStore, 'ofPlayer'>;
  titles: { byScid(sandbox: Sandbox, scid: Scid): Title | undefined };
  privacy: Pick<Privacy, 'requireGameHistory'>;
}): TitleHistoryService {
  return {
    async of({ asker, owner }, { titleIds, generations, order }) {
      await privacy.requireGameHistory(asker, owner);
      const { sandbox } = asker;
      const wanted = titleIds === null ? null : new Set(titleIds);
      const summaries: PlayedTitleSummary[] = [];
      for (const stored of await records.ofPlayer({ sandbox, xuid: owner })) {
        const title = titles.byScid(sandbox, stored.key.scid);
        if (title === undefined || !maySeeTitle(asker, title)) continue;
        if (!generations.includes(title.generation)) continue;
        if (wanted !== null && !wanted.has(title.titleId)) continue;
        const { totals, lastPlayedAt, version } = stored;
        const possible = possibleTotals(title);
        summaries.push({
          title,
          totals,
          possible,
          lastPlayedAt,
          version,
          get record() {
            return stored.record;
          },
        });
      }
      return summaries.sort(comparers[order]);
    },
  };
}

type Comparer = (a: PlayedTitleSummary, b: PlayedTitleSummary) => number;

const byTitleId: Comparer = (a, b) => a.title.titleId - b.title.titleId;

function newestFirst(at: (summary: PlayedTitleSummary) => Instant): Comparer {
  return (a, b) => (at(a) > at(b) ? -1 : at(a) < at(b) ? 1 : byTitleId(a, b));
}

const comparers: Readonly<Record<HistoryOrder, Comparer>> = {
  TitleId: byTitleId,
  UnlockTime: newestFirst(({ totals }) => totals.lastUnlock),
  LastPlayed: newestFirst(({ lastPlayedAt }) => lastPlayedAt),
};
