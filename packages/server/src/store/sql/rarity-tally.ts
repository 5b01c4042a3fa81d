import type { AchievementId, Fact } from '@laurel/domain';
import type { RecordKey } from '../store.ts';
import type { LedgerWrite } from './facts.ts';

/** What some facts add to the counts of one title. */
export type TitleTally = {
  readonly title: Omit<RecordKey, 'xuid'>;
  /** Players who had no record of the title before. */
  readonly players: number;
  /** By how many players more, or less, have each achievement that the facts name. */
  readonly unlocks: ReadonlyMap<AchievementId, number>;
};

/** What a player had, unlocked and not revoked, before a write that holds a reset. */
export type LostByReset = ReadonlyMap<LedgerWrite, ReadonlySet<AchievementId>>;

/** Sums what writes of the ledger, in order, add to the counts of their titles. */
export function tallyOf(
  writes: readonly LedgerWrite[],
  lostByReset: LostByReset,
): readonly TitleTally[] {
  const tallies = new Map<string, Tally>();
  for (const write of writes) {
    const { sandbox, scid } = write.key;
    const name = `${sandbox} ${scid}`;
    const tally = tallies.get(name) ?? { title: { sandbox, scid }, players: 0, unlocks: new Map() };
    tallies.set(name, tally);
    if (write.recordVersion === 1) tally.players += 1;
    for (const id of lostByReset.get(write) ?? []) add(tally, id, -1);
    for (const fact of behindReset(write.facts)) {
      if (fact.achievementId !== null) add(tally, fact.achievementId, gains[fact.kind]);
    }
  }
  return [...tallies.values()];
}

/** What a player has, unlocked and not revoked, after all writes of one record. */
export function countedIn(writes: readonly LedgerWrite[]): ReadonlySet<AchievementId> {
  const counted = new Set<AchievementId>();
  for (const { facts } of writes) {
    for (const { kind, achievementId } of facts) {
      if (kind === 'Reset') counted.clear();
      if (achievementId === null) continue;
      if (gains[kind] > 0) counted.add(achievementId);
      if (gains[kind] < 0) counted.delete(achievementId);
    }
  }
  return counted;
}

type Tally = {
  readonly title: TitleTally['title'];
  players: number;
  readonly unlocks: Map<AchievementId, number>;
};

const gains: Readonly<Record<Fact['kind'], number>> = {
  Progressed: 0,
  Unlocked: 1,
  Granted: 1,
  Restored: 1,
  Revoked: -1,
  Reset: 0,
};

function add({ unlocks }: Tally, id: AchievementId, by: number): void {
  unlocks.set(id, (unlocks.get(id) ?? 0) + by);
}

/** What a write gave before a reset within it is gone with the reset. */
function behindReset(facts: readonly Fact[]): readonly Fact[] {
  return facts.slice(facts.findLastIndex(({ kind }) => kind === 'Reset') + 1);
}
