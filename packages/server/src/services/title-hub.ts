import {
  noTotals,
  possibleTotals,
  type Title,
  type TitleId,
  type Totals,
  type Xuid,
} from '@laurel/domain';
import type { Asker } from '../asker.ts';
import type { Store, StoredRecord } from '../store/store.ts';
import type { Privacy } from './privacy.ts';
import {
  maySeeTitle,
  publishedTitle,
  requireTitleAccess,
  type TitleLookup,
} from './title-access.ts';

/** A title and one player's part in it. */
export type HubTitle = {
  readonly title: Title;
  readonly totals: Totals;
  readonly possible: ReturnType<typeof possibleTotals>;
  /** `null` for a title the player has not played. */
  readonly lastPlayedAt: StoredRecord['lastPlayedAt'] | null;
};

/** Reads titles with a player's part in them. */
export type TitleHub = {
  /**
   * Titles the player has played, last played first.
   *
   * @throws {Refusal} `HiddenByPrivacy`, `UnknownPlayer`
   */
  history(asker: Asker, owner: Xuid): Promise<readonly HubTitle[]>;
  /** @throws {Refusal} as `history`; `UnknownTitle`, `TitleClaimRequired` */
  one(asker: Asker, of: { owner: Xuid; titleId: TitleId }): Promise<HubTitle>;
  /** With the caller's own part; unknown titles and those they may not see are left out. */
  some(asker: Asker, titleIds: readonly TitleId[]): Promise<readonly HubTitle[]>;
};

/** Source: wire contract §9.5. */
export function createTitleHub({
  store: { records },
  titles,
  privacy,
}: {
  store: Pick<Store, 'records'>;
  titles: TitleLookup;
  privacy: Pick<Privacy, 'requireGameHistory'>;
}): TitleHub {
  async function partOf(asker: Asker, owner: Xuid | null, title: Title): Promise<HubTitle> {
    if (owner === null) return hubTitleOf(title, undefined);
    const key = { sandbox: asker.sandbox, xuid: owner, scid: title.scid };
    return hubTitleOf(title, await records.read(key));
  }

  return {
    async history(asker, owner) {
      await privacy.requireGameHistory(asker, owner);
      const { sandbox } = asker;
      const played: HubTitle[] = [];
      for (const stored of await records.ofPlayer({ sandbox, xuid: owner })) {
        const title = titles.byScid(sandbox, stored.key.scid);
        if (title === undefined || !maySeeTitle(asker, title)) continue;
        played.push(hubTitleOf(title, stored));
      }
      return played.sort(byLastPlayed);
    },
    async one(asker, { owner, titleId }) {
      await privacy.requireGameHistory(asker, owner, { titleId });
      const title = publishedTitle(titles, { sandbox: asker.sandbox, titleId });
      requireTitleAccess(asker, title);
      return partOf(asker, owner, title);
    },
    async some(asker, titleIds) {
      const owner = asker.kind === 'Token' ? asker.xuid : null;
      const found = [...new Set(titleIds)].map((one) => titles.byTitleId(asker.sandbox, one));
      const seen = found.filter((title) => title !== undefined && maySeeTitle(asker, title));
      return Promise.all(
        seen.flatMap((title) => (title === undefined ? [] : [partOf(asker, owner, title)])),
      );
    },
  };
}

function hubTitleOf(title: Title, stored: StoredRecord | undefined): HubTitle {
  return {
    title,
    totals: stored?.totals ?? noTotals,
    possible: possibleTotals(title),
    lastPlayedAt: stored?.lastPlayedAt ?? null,
  };
}

function byLastPlayed(a: HubTitle, b: HubTitle): number {
  const [x, y] = [a.lastPlayedAt ?? '', b.lastPlayedAt ?? ''];
  return x > y ? -1 : x < y ? 1 : a.title.titleId - b.title.titleId;
}
