import {
  type AchievementId,
  emptyRecord,
  never,
  recordStandings,
  type Sandbox,
  type Title,
  totalsAfter,
  type Xuid,
} from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { RecordStore } from '../store/store.ts';

/** Players looked at in one go. */
const playersPerPage = 500;

/**
 * Records how far players are on achievements that stats are to move no more, before that comes
 * into force; what events move from then on is recorded with them. Done again it changes nothing.
 *
 * @param title as it is in force
 */
export async function recordAllStandings(
  { title, sandbox, among }: { title: Title; sandbox: Sandbox; among: ReadonlySet<AchievementId> },
  { records, clock }: { records: Pick<RecordStore, 'playersOf' | 'advance'>; clock: Clock },
): Promise<void> {
  const { scid } = title;
  let after: Xuid | null = null;
  for (;;) {
    const xuids: readonly Xuid[] = await records.playersOf(
      { sandbox, scid },
      { after, limit: playersPerPage },
    );
    for (const xuid of xuids) {
      await records.advance({ sandbox, xuid, scid }, (before, totals) => {
        const record = before ?? emptyRecord(never);
        const decision = recordStandings(title, record, { among, receivedAt: clock.now() });
        return { ...decision, totals: totalsAfter(title, totals, decision.facts) };
      });
    }
    after = xuids.at(-1) ?? null;
    if (xuids.length < playersPerPage) return;
  }
}
