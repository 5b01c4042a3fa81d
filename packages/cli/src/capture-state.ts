import type { CapturedTitle } from '@laurel/server';

/** What the management takes over of a player in one title. */
export type StateBody = {
  readonly titleId: number;
  readonly sandbox?: string;
  readonly lastPlayedAt: string;
  readonly achievements: readonly {
    readonly id: string;
    readonly percent: number;
    readonly unlockedAt?: string;
    readonly isRevoked?: true;
  }[];
  readonly stats: Readonly<Record<string, string>>;
};

/** Writes a recorded player's state as the management takes it. */
export function stateBody({ title, state }: CapturedTitle): StateBody {
  const { progress, revoked, stats, lastPlayedAt } = state;
  return {
    titleId: title.titleId,
    lastPlayedAt,
    achievements: [...progress].map(([id, is]) => ({
      id,
      percent: is.percent,
      ...(is.state === 'Achieved' && { unlockedAt: is.unlockedAt }),
      ...(revoked.has(id) && { isRevoked: true }),
    })),
    stats: Object.fromEntries(stats),
  };
}
