import { type Instant, instant, quoted, Refusal, type Xuid } from '@laurel/domain';
import type { TestClock } from '../clock.ts';
import type { Development } from './development.ts';

/** A snapshot that is kept under a name. */
export type KeptSnapshot = {
  readonly name: string;
  readonly bytes: number;
  readonly takenAt: Instant;
  /** Where the clock stood; `null` where it followed the machine. */
  readonly clock: Instant | null;
};

/** Snapshots in memory, until the process ends. */
export type KeptSnapshots = {
  /** The oldest first. */
  list(): readonly KeptSnapshot[];
  /** Takes one; another of that name is replaced. @throws {Refusal} `LimitReached` */
  keep(name: string): Promise<KeptSnapshot>;
  /**
   * Brings back everything, with the clock; or only what one player had.
   *
   * @throws {Refusal} `UnknownEntity`; `Conflict` where rows of others stand in a player's way
   */
  restore(name: string, only: Xuid | null): Promise<void>;
  /** @throws {Refusal} `UnknownEntity` */
  remove(name: string): void;
  has(name: string): boolean;
};

/** How many are kept, and how large they are together at most. */
export const keptSnapshotLimits = { countMax: 16, bytesMax: 256 * 1024 * 1024 } as const;

type Kept = KeptSnapshot & { readonly content: Uint8Array };

/** @param clock is put back with everything */
export function createKeptSnapshots({
  development,
  clock,
}: {
  development: Pick<Development, 'snapshot' | 'restore'>;
  clock: TestClock;
}): KeptSnapshots {
  const kept = new Map<string, Kept>();

  function get(name: string): Kept {
    const found = kept.get(name);
    if (found !== undefined) return found;
    const names = [...kept.keys()].join(', ') || 'none';
    throw new Refusal(
      'UnknownEntity',
      `there is no snapshot ${quoted(name)}; those that are kept: ${names}`,
    );
  }

  function requireRoom(name: string, bytes: number): void {
    const others = [...kept.values()].filter((one) => one.name !== name);
    const sum = others.reduce((total, one) => total + one.bytes, bytes);
    if (others.length < keptSnapshotLimits.countMax && sum <= keptSnapshotLimits.bytesMax) return;
    const { countMax, bytesMax } = keptSnapshotLimits;
    throw new Refusal(
      'LimitReached',
      `snapshot ${quoted(name)} is not kept; at most ${countMax} are, and ${bytesMax} bytes together; delete some`,
    );
  }

  return {
    list: () => [...kept.values()].map(({ content: _, ...shown }) => shown),
    async keep(name) {
      const content = await development.snapshot();
      requireRoom(name, content.length);
      const takenAt = instant(clock.now());
      const stands = clock.isFrozen() ? takenAt : null;
      const snapshot = { name, bytes: content.length, takenAt, clock: stands };
      kept.delete(name);
      kept.set(name, { ...snapshot, content });
      return snapshot;
    },
    async restore(name, only) {
      const { content, clock: stood } = get(name);
      await development.restore(content, only);
      if (only === null) clock.set(stood);
    },
    remove(name) {
      kept.delete(get(name).name);
    },
    has: (name) => kept.has(name),
  };
}
