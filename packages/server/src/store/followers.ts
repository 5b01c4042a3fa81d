import type { Xuid } from '@laurel/domain';
import type { Change, PlayerStore, RelationKind } from './store.ts';

/** Those who are told of changes. An engine tells them after a change is durable. */
export type Followers = {
  follow(listener: (change: Change) => void): Disposable;
  tell(change: Change): void;
  /** Whether anyone listens: what nobody hears need not be put into words. */
  readonly hasAny: boolean;
};

/**
 * Begins without any.
 *
 * @param onFailure told what a listener threw: what is committed stays answered as committed, and
 *   the other listeners are told as if nothing was
 */
export function createFollowers(onFailure: (cause: unknown) => void): Followers {
  const listeners = new Set<(change: Change) => void>();
  return {
    follow(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    tell(change) {
      for (const listener of listeners) {
        try {
          listener(change);
        } catch (cause) {
          onFailure(cause);
        }
      }
    },
    get hasAny() {
      return listeners.size > 0;
    },
  };
}

/** The same players, whose lists tell of their changes. */
export function tellingPlayers(players: PlayerStore, followers: Followers): PlayerStore {
  function tell(
    { xuid, kind: list }: { xuid: Xuid; kind: RelationKind },
    { other, change }: { other: Xuid; change: 'Added' | 'Changed' | 'Removed' },
  ): void {
    followers.tell({ kind: 'Relation', xuid, list, other, change });
  }
  return {
    ...players,
    async addRelation(of, relation) {
      const { other } = relation;
      const before = followers.hasAny ? await players.relation({ ...of, other }) : undefined;
      await players.addRelation(of, relation);
      tell(of, { other, change: before === undefined ? 'Added' : 'Changed' });
    },
    async removeRelation(of) {
      const before = followers.hasAny ? await players.relation(of) : undefined;
      await players.removeRelation(of);
      if (before !== undefined) tell(of, { other: of.other, change: 'Removed' });
    },
  };
}
