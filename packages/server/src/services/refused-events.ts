import { latestOf, type RefusedBefore, refusalsRememberedMax } from '@laurel/domain';
import type { RecordKey } from '../store/store.ts';

/** Players and titles of whom it is kept; more push the oldest out. */
const keysMax = 10_000;

/**
 * What was refused and changed nothing, so that no record tells of it: kept in memory until the
 * server ends, for whoever asks why an achievement did not unlock.
 */
export type RefusedEvents = {
  add(key: RecordKey, refused: readonly RefusedBefore[]): void;
  /** The oldest first. */
  of(key: RecordKey): readonly RefusedBefore[];
};

/** Holds nothing at first. */
export function createRefusedEvents(): RefusedEvents {
  const kept = new Map<string, readonly RefusedBefore[]>();
  const nameOf = ({ sandbox, xuid, scid }: RecordKey) => `${xuid} ${sandbox} ${scid}`;
  return {
    add(key, refused) {
      if (refused.length === 0) return;
      const name = nameOf(key);
      const before = kept.get(name) ?? [];
      // Put in anew, so that the first is the one that was longest left alone.
      kept.delete(name);
      kept.set(name, latestOf([...before, ...refused], refusalsRememberedMax));
      const [oldest] = kept.keys();
      if (kept.size > keysMax && oldest !== undefined) kept.delete(oldest);
    },
    of: (key) => kept.get(nameOf(key)) ?? [],
  };
}
