import { emptyRecord, type Sandbox, type Title, totalsOf, type Xuid } from '@laurel/domain';
import type { Clock } from '../clock.ts';
import type { RecordStore } from '../store/store.ts';

/** Players are recounted in pages of this many. */
const playersPerPage = 500;

/**
 * Sums the totals of everyone who has a record of a title anew. Gamerscore is summed when a record
 * is written, so a change of it makes the sums wrong until then.
 *
 * @returns how many players were recounted
 */
export async function recountTotals(
  { title, sandbox }: { title: Title; sandbox: Sandbox },
  { records, clock }: { records: Pick<RecordStore, 'playersOf' | 'advance'>; clock: Clock },
): Promise<number> {
  const { scid } = title;
  let count = 0;
  let last: Xuid | null = null;
  for (;;) {
    const page: readonly Xuid[] = await records.playersOf(
      { sandbox, scid },
      { after: last, limit: playersPerPage },
    );
    for (const xuid of page) {
      // A record that is equal but not the same is written, and its totals with it.
      await records.advance({ sandbox, xuid, scid }, (before = emptyRecord(clock.now())) => ({
        record: { ...before },
        facts: [],
        totals: totalsOf(title, before),
      }));
    }
    count += page.length;
    last = page.at(-1) ?? null;
    if (page.length < playersPerPage) return count;
  }
}

/** Whether any achievement is worth something else than before. */
export function hasOtherGamerscore(before: Title, after: Title): boolean {
  const worth = new Map(before.achievements.map(({ id, gamerscore }) => [id, gamerscore]));
  return after.achievements.some(({ id, gamerscore }) => {
    const was = worth.get(id);
    return was !== undefined && was !== gamerscore;
  });
}
