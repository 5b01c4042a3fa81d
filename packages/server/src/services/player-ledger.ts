import type { Sandbox, Title, Xuid } from '@laurel/domain';
import type { CommittedFact, Store, StoredRecord } from '../store/store.ts';
import type { Players } from './players.ts';
import type { TitleLookup } from './title-access.ts';

/** A record and its title; `undefined` for a title that is no longer published. */
export type LedgerTitle = { readonly stored: StoredRecord; readonly title: Title | undefined };

/** Everything that is recorded of a player, for whoever runs the instance. */
export type PlayerLedger = {
  /** In the order of their scid. @throws {Refusal} `UnknownPlayer` */
  titles(of: { sandbox: Sandbox; xuid: Xuid }): Promise<readonly LedgerTitle[]>;
  /** Newest first. @throws {Refusal} `UnknownPlayer` */
  facts(
    of: { sandbox: Sandbox; xuid: Xuid },
    page: { before: number | null; limit: number },
  ): Promise<readonly CommittedFact[]>;
};

/** Reads what support needs to see. */
export function createPlayerLedger({
  store: { facts, records },
  players,
  titles,
}: {
  store: Pick<Store, 'facts' | 'records'>;
  players: Pick<Players, 'get'>;
  titles: Pick<TitleLookup, 'byScid'>;
}): PlayerLedger {
  return {
    async titles(of) {
      await players.get(of.xuid);
      const stored = await records.ofPlayer(of);
      return stored.map((one) => ({
        stored: one,
        title: titles.byScid(of.sandbox, one.key.scid),
      }));
    },
    async facts(of, page) {
      await players.get(of.xuid);
      return facts.ofPlayer(of, page);
    },
  };
}
